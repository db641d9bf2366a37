/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example flow logger beside a live tracker. */
class FlowLoggerTest {
    @Test
    void shouldLogFlowsOfALiveTracker(@TempDir final Path directory) throws Exception {
        assumeTrue(Hosts.has("curl"), "needs curl");
        try (Hosts hosts = new Hosts(); LiveTracker live = new LiveTracker(hosts, directory)) {
            live.track("--set", "acct=1", "--set", "timestamp=1").capture();
            final Path log = directory.resolve("flows.csv");
            hosts.start(hosts.near, log, Programs.example("FlowLogger", "--tracker", live.files.name()));
            live.await("the log has begun", () -> !read(log).isEmpty());
            // a SYN, and the RST of a host where nobody listens
            hosts.tryOn(hosts.near, "curl", "-s", "http://10.77.0.2:81/");
            live.await("a flow is logged", () -> read(log).contains(",CLOSED\n"));
            assertTrue(read(log).lines().anyMatch(line -> line.matches(
                "20\\S+Z,20\\S+Z,tcp,10.77.0.1,\\d+,10.77.0.2,81,1,60,1,40,CLOSE,CLOSED")), () -> read(log));
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
