/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.TableDump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short soak, at a speed that lets every kind of connection expire; and that it would notice a wrong table.
 */
class SoakTest {
    @TempDir
    private Path directory;

    @Test
    void shouldFindTheTableAsTheModelSaysForMinutesOfPacketTime() throws Exception {
        final CommandRun run = CommandRun.of("soak", "--connections", "1000", "--seconds", "4", "--interval", "1",
            "--speed", "150", "--readers", "1", "--directory", directory.toString(), "--json");
        assertEquals(0, run.status, run.err);
        final JsonNode json = run.json().getFirst();
        assertTrue(json.get("comparisons").asInt() >= 4, run.out);
        assertTrue(json.get("dumps").asLong() > 0, run.out);
        assertTrue(json.get("lines_checked").asLong() > 0, run.out);
        for (final JsonNode interval : json.get("intervals")) {
            assertTrue(interval.get("live").asInt() > 0, run.out);
        }
        try (var files = Files.list(directory)) {
            assertEquals(0, files.count(), "the table's file is deleted");
        }
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        final CommandRun run = CommandRun.of("soak", "--speed", "0");
        assertEquals(2, run.status, run.out);
        assertTrue(run.err.contains("--speed 0.0 is not above 0, up to 10000"), run.err);
    }

    @Test
    void shouldNoticeAConnectionThatLivesTooLong() throws Exception {
        final Path file = directory.resolve("table");
        try (Soak soak = new Soak(file, 200, 0, 1000, 5)) {
            final long start = System.nanoTime();
            soak.run(start, start + 200_000_000);
            try (TableDump dump = TableDump.open(file, soak.nowNanos(), 0)) {
                assertTrue(dump.next());
                final SoakModel other = new SoakModel(new Traffic(30, 30), 1024, new SplittableRandom(1));
                other.startCheck();
                final IllegalStateException e = assertThrows(IllegalStateException.class,
                    () -> other.check(3, dump.connection(), soak.nowNanos()));
                assertTrue(e.getMessage().startsWith("connection 3: the table says "), e.getMessage());
            }
        }
    }

    @Test
    void shouldKnowItsOwnConnectionsOnly() {
        final Traffic traffic = new Traffic(30, 30);
        try (PreparedPackets packets = new PreparedPackets(64); EngineTracker tracker = new EngineTracker(
            new Settings(Profile.LINUX), false)) {
            final int[] numbers = {0, 1, 77, 70_000, (1 << 24) - 1};
            for (int i = 0; i < numbers.length; i++) {
                packets.lengths[i] = (byte)traffic.write(packets.buffer, i * Traffic.STRIDE, numbers[i], true,
                    Traffic.SYN, 0, 0);
            }
            packets.lengths[numbers.length] =
                (byte)Traffic.writeSyn(packets.buffer, numbers.length * Traffic.STRIDE, 12345);
            tracker.track(packets, 0, numbers.length + 1, 1_000_000_000L, 0);
            assertEquals(numbers.length + 1, tracker.size());
            assertEquals(Arrays.stream(numbers).boxed().collect(Collectors.toSet()),
                shown(traffic, tracker.conntrack()));
        }
    }

    private static Set<Integer> shown(final Traffic traffic, final Conntrack conntrack) {
        final Set<Integer> shown = new HashSet<>();
        final Connection connection = new Connection(conntrack);
        for (int at = connection.moveToNext(0, 0); at >= 0; at = connection.moveToNext(at + 1, 0)) {
            if (traffic.number(connection) >= 0) {
                shown.add(traffic.number(connection));
            }
        }
        return shown;
    }
}
