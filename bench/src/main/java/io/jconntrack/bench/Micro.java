/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.table.TupleKey;

/**
 * What the micro-benchmarks have in common.
 */
final class Micro {
    /** Flag of a fork's JVM: Agrona. */
    static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";
    /** Flag of a fork's JVM: jconntrack calls mmap and madvise. */
    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";
    /** Flag of a fork's JVM: nothing is allocated, so the plainest collector does. */
    static final String GC = "-XX:+UseSerialGC";

    private static final int TCP = 6;
    private static final long SERVER = 0xAC10_0001L;
    private static final int CLIENT_PORT = 40000;

    private Micro() {
    }

    /**
     * Set a key to that of a numbered TCP connection over IPv4.
     *
     * @param key to set, as a packet of the client's does.
     * @param connection its number.
     * @param serverPort which of its connections.
     */
    static void set(final TupleKey key, final int connection, final int serverPort) {
        key.set(4, TCP, 0, 0, 0x0A00_0000L | connection, CLIENT_PORT, 0, SERVER, serverPort, 0);
    }
}
