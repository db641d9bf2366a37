/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HexFormat;

/**
 * The processor's prefetch instruction, for which Java has no word: it sends for a line of memory, and the program goes
 * on meanwhile, where a load keeps the processor from looking further than a few hundred instructions.
 * <p>
 * A routine of machine code, for either of two caches, in a page of its own that can't be written any more, called
 * without a change of the thread's state. It reads nothing but the pointers that it is given; what these point to need
 * not exist. Only x86-64 has it; elsewhere, and where the system refuses executable memory, it is not
 * {@link #POSSIBLE}. The page is made when this class is first used.
 * <p>
 * <b>Threads.</b> Any; wait-free.
 */
@SuppressWarnings("restricted")
public final class Prefetch {
    /** Whether {@link #fetch} and {@link #fetchToSecond} may be called. */
    public static final boolean POSSIBLE;

    /** Of (rdi: place of a pointer, rsi: bytes from each to the next, rdx: how many, rcx: lines of each). */
    private static final String CODE = """
        f3 0f 1e fa          endbr64
        48 8b 07       each: mov  rax, [rdi]
        49 89 c8             mov  r8, rcx
        0f 18 08       line: prefetcht0 [rax]
        48 83 c0 40          add  rax, 64
        49 ff c8             dec  r8
        75 f4                jnz  line
        48 01 f7             add  rdi, rsi
        48 ff ca             dec  rdx
        75 e6                jnz  each
        c3                   ret
        """;
    private static final String PREFETCHT0 = "0f 18 08";
    private static final String PREFETCHT1 = "0f 18 10";
    /** Columns of the bytes. */
    private static final int BYTES_END = 15;
    private static final int PAGE = 4096;
    /** From one routine to the next. */
    private static final int ROUTINE = 64;

    private static final MethodHandle TO_NEAREST;
    private static final MethodHandle TO_SECOND;

    static {
        final long code = "amd64".equals(System.getProperty("os.arch")) ? load() : 0;
        POSSIBLE = code != 0;
        TO_NEAREST = POSSIBLE ? handle(code) : null;
        TO_SECOND = POSSIBLE ? handle(code + ROUTINE) : null;
    }

    private Prefetch() {
    }

    /**
     * Send for what each of some pointers points to, to be in the nearest cache.
     *
     * @param pointers address of the first pointer.
     * @param stride bytes from each pointer to the next.
     * @param count of pointers, above 0.
     * @param lines of 64 bytes for each pointer, above 0.
     */
    public static void fetch(final long pointers, final long stride, final long count, final long lines) {
        try {
            TO_NEAREST.invokeExact(pointers, stride, count, lines);
        } catch (final Throwable t) {
            throw Linux.failed("prefetch", t);
        }
    }

    /**
     * The same, to be in the second cache: the way there is shorter, and that from there is short enough for loads that
     * don't wait for each other.
     *
     * @param pointers address of the first pointer.
     * @param stride bytes from each pointer to the next.
     * @param count of pointers, above 0.
     * @param lines of 64 bytes for each pointer, above 0.
     */
    public static void fetchToSecond(final long pointers, final long stride, final long count, final long lines) {
        try {
            TO_SECOND.invokeExact(pointers, stride, count, lines);
        } catch (final Throwable t) {
            throw Linux.failed("prefetch", t);
        }
    }

    /** Put the routines into memory that can be executed: its address, or 0 when there is none to be had. */
    private static long load() {
        final long address = Linux.mmap(PAGE, 0);
        if (address < 0) {
            return 0;
        }
        final MemorySegment page = MemorySegment.ofAddress(address).reinterpret(PAGE);
        page.copyFrom(MemorySegment.ofArray(bytes(CODE)));
        page.asSlice(ROUTINE).copyFrom(MemorySegment.ofArray(bytes(CODE.replace(PREFETCHT0, PREFETCHT1))));
        if (Linux.mprotectExecutable(address, PAGE) != 0) {
            Linux.munmap(address, PAGE);
            return 0;
        }
        return address;
    }

    private static byte[] bytes(final String code) {
        final StringBuilder hex = new StringBuilder();
        code.lines().forEach(line -> hex.append(line.substring(0, BYTES_END).replace(" ", "")));
        return HexFormat.of().parseHex(hex);
    }

    private static MethodHandle handle(final long code) {
        return Linker.nativeLinker().downcallHandle(MemorySegment.ofAddress(code),
            FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), Linker.Option.critical(false));
    }
}
