/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The measurement over a cable, with real processes; needs root.
 */
class WireTest {
    @Test
    void shouldAccountForEveryFrameThatItSends() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, for a virtual cable");
        final CommandRun run = CommandRun.of("wire", "--connections", "100", "--queues", "2", "--ring-version", "2",
            "--rates", "5000", "--seconds", "0.2", "--sleep", "--user", "root", "--json");
        assertEquals(0, run.status, run.err);
        final JsonNode json = run.json().getFirst();
        assertEquals("wire", json.get("benchmark").asText());
        for (final String rate : List.of("highest_without_loss", "flat_out", "rate_5000", "rate_80_percent")) {
            final JsonNode result = json.get(rate);
            assertTrue(result.get("sent").asLong() > 0, rate + json);
            assertEquals(0, result.get("lost_before_capture").asLong(), rate + json);
        }
        assertEquals(1000, json.get("rate_5000").get("sent").asLong());
        assertEquals(0, json.get("highest_without_loss").get("lost_in_kernel").asLong());
    }
}
