/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process on the far host that sends the packets of some TCP connections, both directions: first all handshakes, then
 * acknowledgements for ever, at a rate that can be changed.
 */
final class Generator implements AutoCloseable {
    /** Connections that it plays. */
    static final int CONNECTIONS = 200;
    /** Where they come from. */
    static final String SOURCE = "10.99.0.1";

    private static final int SLOW = 20_000;
    private static final int FLAT_OUT = 0;

    private final Process process;

    Generator(final Hosts hosts) {
        process = hosts.startWithInput(hosts.far, List.of(System.getProperty("java.home") + "/bin/java",
            "-XX:+UseSerialGC", "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            GeneratorMain.class.getName(), "far", String.valueOf(CONNECTIONS)));
        slow();
    }

    /** Send at a rate that everybody can follow. */
    void slow() {
        rate(SLOW);
    }

    /** Send as fast as it goes. */
    void fasterThanARing() {
        rate(FLAT_OUT);
    }

    private void rate(final int packetsPerSecond) {
        try {
            final OutputStream input = process.getOutputStream();
            input.write((packetsPerSecond + "\n").getBytes(StandardCharsets.US_ASCII));
            input.flush();
        } catch (final IOException e) {
            throw new IllegalStateException("the generator has ended", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
