/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jconntrack.Affinity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A loaded tracker, and commands that look at it.
 */
class InspectTest {
    private final BitSet cores = Affinity.allowedCores();

    @BeforeEach
    void requireTwoCores() {
        assumeTrue(cores.cardinality() > 1, "needs two cores");
        assumeTrue(Files.isWritable(Path.of("/dev/shm")), "needs /dev/shm");
    }

    /** The command line keeps its thread off the tracker's core. */
    @AfterEach
    void allowAllCores() {
        Affinity.allow(cores);
    }

    @Test
    void shouldMeasureEachCommandAndItsControls() throws Exception {
        final CommandRun run = CommandRun.of("inspect", "--connections", "500", "--repeats", "1", "--seconds", "0.05",
            "--verb", "list -o json", "--verb", "count", "--json");
        assertEquals(0, run.status, run.err);
        final JsonNode commands = run.json().getFirst().get("commands");
        assertEquals(5, commands.size(), run.out);
        assertEquals("count", commands.get(4).get("command").asText());
        for (final JsonNode command : commands) {
            assertTrue(command.get("seconds").asDouble() > 0, run.out);
            assertTrue(command.get("loss_percent").asDouble() < 100, run.out);
        }
        assertTrue(commands.get(4).get("private_mib").asDouble() > 1, run.out);
    }

    @Test
    void shouldFailWhenACommandFails() {
        final CommandRun run = CommandRun.of("inspect", "--connections", "500", "--repeats", "1", "--seconds", "0.05",
            "--verb", "list --no-such-option");
        assertEquals(1, run.status, run.out);
        assertTrue(run.err.contains("--no-such-option"), run.err);
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        final CommandRun run = CommandRun.of("inspect", "--seconds", "0");
        assertEquals(2, run.status, run.out);
        assertTrue(run.err.contains("--seconds 0.0 is not above 0, up to 600"), run.err);
    }
}
