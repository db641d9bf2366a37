/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls of packet sockets. None allocates where it is called per batch; none is called per packet. Where
 * the result is a number, a negative one is the error's, negated.
 */
@SuppressWarnings("restricted")
final class SocketCalls {
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOL_SOCKET = 1;
    static final int SOL_PACKET = 263;
    static final int SO_ERROR = 4;
    static final int SO_ATTACH_FILTER = 26;
    static final int SO_TIMESTAMPNS = 35;
    static final int SO_SNDBUFFORCE = 32;
    static final short POLLIN = 1;
    static final int MSG_DONTWAIT = 0x40;

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 1 | 0x8000;

    private static final MethodHandle SOCKET = Native.function("socket",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND = Native.function("bind",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SOCKET_NAME = Native.function("getsockname",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SET_OPTION = Native.function("setsockopt",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GET_OPTION = Native.function("getsockopt",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle IOCTL = Native.variadic("ioctl",
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
    private static final MethodHandle SEND = Native.function("send",
        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle POLL = Native.function("poll",
        FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = Native.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle MMAP = Native.function("mmap", FunctionDescriptor.of(JAVA_LONG,
        JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP = Native.function("munmap", FunctionDescriptor.of(JAVA_INT,
        JAVA_LONG, JAVA_LONG));

    private SocketCalls() {
    }

    /** A packet socket that gets no packet before it is bound, and stays open in a program that replaces this one. */
    static int socket(final int type) {
        return socket(AF_PACKET, type);
    }

    static int socket(final int family, final int type) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            return Native.result((int)SOCKET.invokeExact(state, family, type, 0), state);
        } catch (final Throwable t) {
            throw Native.failed("socket", t);
        }
    }

    static int bind(final int socket, final int interfaceIndex, final int etherType) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final MemorySegment address = arena.allocate(LinkAddressDescriptor.LENGTH, 8);
            address.set(JAVA_SHORT, LinkAddressDescriptor.FAMILY, (short)AF_PACKET);
            address.set(JAVA_SHORT, LinkAddressDescriptor.PROTOCOL, Native.network((short)etherType));
            address.set(JAVA_INT, LinkAddressDescriptor.INTERFACE, interfaceIndex);
            return Native.result((int)BIND.invokeExact(state, socket, address, LinkAddressDescriptor.LENGTH), state);
        } catch (final Throwable t) {
            throw Native.failed("bind", t);
        }
    }

    /** Index of the interface that a socket is bound to: 0 for all, -1 when the interface is gone. */
    static int boundInterface(final int socket) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final MemorySegment address = arena.allocate(64, 8);
            final MemorySegment length = arena.allocateFrom(JAVA_INT, 64);
            final int result = Native.result((int)SOCKET_NAME.invokeExact(state, socket, address, length), state);
            return result < 0 ? result : address.get(JAVA_INT, LinkAddressDescriptor.INTERFACE);
        } catch (final Throwable t) {
            throw Native.failed("getsockname", t);
        }
    }

    static int setOption(final int socket, final int level, final int option, final int value) {
        try (Arena arena = Arena.ofConfined()) {
            return setOption(socket, level, option, arena.allocateFrom(JAVA_INT, value));
        }
    }

    static int setOption(final int socket, final int level, final int option, final MemorySegment value) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            return Native.result((int)SET_OPTION.invokeExact(state, socket, level, option, value,
                (int)value.byteSize()), state);
        } catch (final Throwable t) {
            throw Native.failed("setsockopt", t);
        }
    }

    /** Read an option of some ints; how many were read. */
    static int getOption(final int socket, final int level, final int option, final int[] values) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final MemorySegment value = arena.allocate(JAVA_INT, values.length);
            final MemorySegment length = arena.allocateFrom(JAVA_INT, (int)value.byteSize());
            final int result = Native.result((int)GET_OPTION.invokeExact(state, socket, level, option, value, length),
                state);
            if (result < 0) {
                return result;
            }
            final int read = length.get(JAVA_INT, 0) / Integer.BYTES;
            MemorySegment.copy(value, JAVA_INT, 0, values, 0, read);
            return read;
        } catch (final Throwable t) {
            throw Native.failed("getsockopt", t);
        }
    }

    static int ioctl(final int socket, final long request, final MemorySegment argument) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            return Native.result((int)IOCTL.invokeExact(state, socket, request, argument), state);
        } catch (final Throwable t) {
            throw Native.failed("ioctl", t);
        }
    }

    /** Send what lies ready in a ring; allocates nothing. */
    static long sendRing(final int socket, final MemorySegment state) {
        try {
            final long sent = (long)SEND.invokeExact(state, socket, MemorySegment.NULL, 0L, MSG_DONTWAIT);
            return sent < 0 ? -Native.errno(state) : sent;
        } catch (final Throwable t) {
            throw Native.failed("send", t);
        }
    }

    /** Wait until a socket has something, for some milliseconds at the most; allocates nothing. */
    static int poll(final MemorySegment descriptors, final int milliseconds, final MemorySegment state) {
        try {
            return Native.result((int)POLL.invokeExact(state, descriptors, 1L, milliseconds), state);
        } catch (final Throwable t) {
            throw Native.failed("poll", t);
        }
    }

    static int close(final int socket) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            return Native.result((int)CLOSE.invokeExact(state, socket), state);
        } catch (final Throwable t) {
            throw Native.failed("close", t);
        }
    }

    /** Map the rings of a socket: the address, or the error's negative number. */
    static long map(final int socket, final long length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            final long address = (long)MMAP.invokeExact(state, 0L, length, PROT_READ_WRITE, MAP_SHARED_POPULATE,
                socket, 0L);
            return address == -1 ? -Native.errno(state) : address;
        } catch (final Throwable t) {
            throw Native.failed("mmap", t);
        }
    }

    static int unmap(final long address, final long length) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment state = arena.allocate(Native.STATE);
            return Native.result((int)MUNMAP.invokeExact(state, address, length), state);
        } catch (final Throwable t) {
            throw Native.failed("munmap", t);
        }
    }
}
