/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A program of the kernel's classic packet filter. What it returns for a frame is the number of bytes to keep, 0 to
 * drop the frame, so that it sets the snap length too.
 */
public final class BpfFilter {
    /** What keeps every frame whole. */
    static final int ALL_BYTES = 1 << 18;

    private static final List<String> LIBRARIES = List.of("libpcap.so.1", "libpcap.so.0.8", "libpcap.so");
    /** The kernel takes a frame's outer tag out before the filter sees it, and libpcap does not know here. */
    private static final Pattern VLAN = Pattern.compile("(?i)\\bvlan\\b");
    private static final int INSTRUCTION = 8;
    private static final int MAX_INSTRUCTIONS = 4096;
    private static final int UNKNOWN_NETMASK = -1;
    private static final short RETURN_CONSTANT = 6;

    private final byte[] program;

    private BpfFilter(final byte[] program) {
        this.program = program;
    }

    /** Keeps some bytes of every frame; 0 drops them all. */
    static BpfFilter keeping(final int bytes) {
        final MemorySegment code = MemorySegment.ofArray(new long[1]);
        code.set(JAVA_SHORT, 0, RETURN_CONSTANT);
        code.set(JAVA_INT, 4, bytes);
        return new BpfFilter(code.toArray(JAVA_BYTE));
    }

    /**
     * Compile an expression, with libpcap.
     *
     * @param expression in the syntax of tcpdump.
     * @param linkType LINKTYPE_ number of the frames: 1 for Ethernet, 101 for raw IP.
     * @param snapLength bytes kept of a frame that the expression is true for, 0 for all.
     * @return the filter.
     * @throws CaptureException when libpcap is not installed or does not understand the expression.
     */
    public static BpfFilter compile(final String expression, final int linkType, final int snapLength)
        throws CaptureException {
        if (VLAN.matcher(expression).find()) {
            throw new CaptureException("filter \"" + expression + "\": vlan cannot be asked for, since the kernel "
                + "takes the tag out before a filter sees the frame; leave it out, the tracker knows the tag");
        }
        final int compilerType =
            linkType == LinkKind.COOKED.linkType ? LinkKind.COOKED.compilerType : LinkKind.ETHERNET.compilerType;
        try (Arena arena = Arena.ofConfined()) {
            return new Compiler(arena).compile(expression, compilerType, snapLength == 0 ? ALL_BYTES : snapLength);
        }
    }

    /**
     * How long the program is.
     *
     * @return its instructions.
     */
    public int instructions() {
        return program.length / INSTRUCTION;
    }

    /** Let a socket have only what passes, from now on. */
    int attach(final int socket) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment code = arena.allocate(program.length, 8).copyFrom(MemorySegment.ofArray(program));
            final MemorySegment head = arena.allocate(16, 8);
            head.set(JAVA_SHORT, 0, (short)instructions());
            head.set(ADDRESS, 8, code);
            return SocketCalls.setOption(socket, SocketCalls.SOL_SOCKET, SocketCalls.SO_ATTACH_FILTER, head);
        }
    }

    /** libpcap's compiler, for as long as an arena lives. */
    @SuppressWarnings("restricted")
    private static final class Compiler {
        private final Arena arena;
        private final SymbolLookup library;

        Compiler(final Arena arena) throws CaptureException {
            this.arena = arena;
            library = find(arena);
        }

        private static SymbolLookup find(final Arena arena) throws CaptureException {
            for (final String name : LIBRARIES) {
                try {
                    return SymbolLookup.libraryLookup(name, arena);
                } catch (final IllegalArgumentException e) {
                    continue;
                }
            }
            throw new CaptureException("a filter needs libpcap, which is not installed: install the package libpcap0.8 "
                + "(Debian, Ubuntu) or libpcap (Fedora, Arch, Alpine), or leave the filter out");
        }

        BpfFilter compile(final String expression, final int linkType, final int snapLength) throws CaptureException {
            try {
                final MemorySegment pcap = (MemorySegment)function("pcap_open_dead",
                    FunctionDescriptor.of(ADDRESS, JAVA_INT, JAVA_INT)).invokeExact(linkType, snapLength);
                try {
                    return compile(pcap, expression);
                } finally {
                    function("pcap_close", FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(pcap);
                }
            } catch (final CaptureException e) {
                throw e;
            } catch (final Throwable t) {
                throw Native.failed("libpcap", t);
            }
        }

        private BpfFilter compile(final MemorySegment pcap, final String expression) throws Throwable {
            final MemorySegment head = arena.allocate(16, 8);
            final int result = (int)function("pcap_compile",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT))
                .invokeExact(pcap, head, arena.allocateFrom(expression), 1, UNKNOWN_NETMASK);
            if (result != 0) {
                final MemorySegment text = (MemorySegment)function("pcap_geterr",
                    FunctionDescriptor.of(ADDRESS, ADDRESS)).invokeExact(pcap);
                throw new CaptureException("filter \"" + expression + "\": "
                    + text.reinterpret(Long.MAX_VALUE).getString(0));
            }
            final int length = head.get(JAVA_INT, 0);
            try {
                if (length < 1 || length > MAX_INSTRUCTIONS) {
                    throw new CaptureException("filter \"" + expression + "\": " + length
                        + " instructions, the kernel takes 1 to " + MAX_INSTRUCTIONS);
                }
                return new BpfFilter(head.get(ADDRESS, 8).reinterpret((long)length * INSTRUCTION).toArray(JAVA_BYTE));
            } finally {
                function("pcap_freecode", FunctionDescriptor.ofVoid(ADDRESS)).invokeExact(head);
            }
        }

        private MethodHandle function(final String name, final FunctionDescriptor descriptor) {
            return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
        }
    }
}
