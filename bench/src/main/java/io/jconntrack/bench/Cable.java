/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Two virtual Ethernet interfaces: what goes into one comes out of the other. Nothing else is sent on them.
 */
final class Cable implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    /** Where frames go in. */
    final String in;
    /** Where they come out. */
    final String out;

    /** Lay a cable; only root can. */
    Cable() throws IOException {
        final long id = ProcessHandle.current().pid() % 1_000_000;
        in = "jctin" + id;
        out = "jctout" + id;
        ip("link", "add", in, "type", "veth", "peer", "name", out);
        boolean done = false;
        try {
            for (final String end : new String[] {in, out}) {
                // no addresses of its own, so no packets of its own
                ip("link", "set", end, "addrgenmode", "none");
                ip("link", "set", end, "up");
            }
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private static void ip(final String... arguments) throws IOException {
        final String[] command = new String[arguments.length + 1];
        command[0] = "ip";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output + " (wire needs root)");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        ip("link", "del", in);
    }
}
