/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * A network interface, as the kernel describes it to the calling thread (network namespaces are a thread's).
 *
 * @param name of the interface.
 * @param index of the interface, 0 for all.
 * @param kind of the frames that a socket gets from it.
 */
record Link(String name, int index, LinkKind kind) {
    /** ARPHRD_LOOPBACK. */
    static final short HARDWARE_LOOPBACK = 772;

    private static final short HARDWARE_ETHERNET = 1;
    private static final long GET_FLAGS = 0x8913;
    private static final long GET_HARDWARE_ADDRESS = 0x8927;
    private static final long GET_INDEX = 0x8933;
    private static final int NAME_BYTES = 16;
    private static final int REQUEST_BYTES = 40;
    private static final short UP = 1;

    /** The interface of a name; {@code any} stands for all. */
    static Link find(final int socket, final String name) throws CaptureException {
        if (name.equals(CaptureOptions.ANY)) {
            return new Link(name, 0, LinkKind.COOKED);
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment request = request(arena, name);
            if (SocketCalls.ioctl(socket, GET_INDEX, request) < 0) {
                throw new CaptureException("no network interface " + name + "; there are: " + names());
            }
            final int index = request.get(JAVA_INT, NAME_BYTES);
            if (SocketCalls.ioctl(socket, GET_HARDWARE_ADDRESS, request) < 0) {
                throw new CaptureException("network interface " + name + " is gone");
            }
            final short type = request.get(JAVA_SHORT, NAME_BYTES);
            return new Link(name, index,
                type == HARDWARE_ETHERNET || type == HARDWARE_LOOPBACK ? LinkKind.ETHERNET : LinkKind.COOKED);
        }
    }

    /** Whether the interface is up; all interfaces together always are. */
    boolean isUp(final int socket) {
        if (index == 0) {
            return true;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment request = request(arena, name);
            return SocketCalls.ioctl(socket, GET_FLAGS, request) >= 0
                && (request.get(JAVA_SHORT, NAME_BYTES) & UP) != 0;
        }
    }

    private static MemorySegment request(final Arena arena, final String name) {
        final MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        // one byte stays zero, and ends the name
        MemorySegment.copy(bytes, 0, request, JAVA_BYTE, 0, Math.min(bytes.length, NAME_BYTES - 1));
        return request;
    }

    private static String names() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/net/dev")).stream().skip(2)
                .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))).strip())
                .collect(Collectors.joining(", "));
        } catch (final IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }
}
