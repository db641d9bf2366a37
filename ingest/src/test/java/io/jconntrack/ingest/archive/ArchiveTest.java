/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Connection;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.text.Tuple;
import io.jconntrack.text.TupleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    private static void silent(final String note) {
        throw new AssertionError(note);
    }

    private Archive open(final int keep) throws IOException {
        return Archive.openOrCreate(folder.resolve("deep/archive.dat"), new ArchiveSize(5_000, keep),
            ArchiveTest::silent);
    }

    /** A line that tells all that an observation holds. */
    private static String line(final Observation o) {
        return String.join(" ", "" + o.snapshot(), "" + o.epochNanos(), "" + o.id(), "" + o.startNanos(),
            "" + o.packets(), "" + o.bytes(), "" + o.replyPackets(), "" + o.replyBytes(), "" + o.secondsLeft(),
            "" + o.status(), "" + o.mark(), o.state());
    }

    private static String line(final Dump dump, final int snapshot) {
        final Connection c = dump.connection();
        return String.join(" ", "" + snapshot, "" + dump.epochNanos(), "" + c.id(),
            "" + (Traffic.EPOCH_NANOS + c.startNanos()), "" + c.packets(0), "" + c.bytes(0), "" + c.packets(1),
            "" + c.bytes(1), "" + c.secondsLeft(dump.nowNanos()), "" + c.status(), "" + c.mark(), c.state());
    }

    @Test
    void shouldTellWhatAPlainMapTellsWhenTrafficIsRandom() throws IOException {
        final long seed = Long.getLong("conntrack.seed", System.nanoTime());
        System.out.println("ArchiveTest: -Dconntrack.seed=" + seed);
        final Random random = new Random(seed);
        final int keep = 1 + random.nextInt(20);
        final Map<Set<Tuple>, List<String>> model = new HashMap<>();
        try (Traffic traffic = new Traffic()) {
            Archive archive = open(keep);
            for (int step = 0; step < STEPS; step++) {
                for (int i = random.nextInt(60); i > 0; i--) {
                    random(traffic, random);
                    traffic.pass(random.nextDouble());
                }
                final Dump seen = traffic.dump();
                while (seen.next()) {
                    final Tuple tuple = Tuple.of(seen.connection());
                    model.computeIfAbsent(new HashSet<>(List.of(tuple, tuple.reversed())), any -> new ArrayList<>())
                        .add(line(seen, step));
                }
                assertEquals(step, archive.add(traffic.dump(), "random", count -> true).number());
                if (random.nextInt(10) == 0) {
                    // another keep means nothing to an archive that is there
                    archive.close();
                    archive = open(1 + random.nextInt(20));
                }
            }
            for (final Map.Entry<Set<Tuple>, List<String>> entry : model.entrySet()) {
                final Tuple tuple = entry.getKey().iterator().next();
                final History history = archive.history(random.nextBoolean() ? tuple : tuple.reversed());
                final List<String> all = entry.getValue();
                final int dropped = Math.max(0, all.size() - keep);
                assertEquals(all.subList(dropped, all.size()),
                    history.observations().stream().map(ArchiveTest::line).toList(), () -> tuple + " seed=" + seed);
                assertEquals(dropped, history.dropped(), () -> "seed=" + seed);
                assertEquals(0, history.damaged(), () -> "seed=" + seed);
            }
            assertEquals(STEPS, archive.catalogue().stream().filter(SnapshotInfo::isComplete).count());
            archive.close();
        }
    }

    private static void random(final Traffic traffic, final Random random) {
        final int client = random.nextInt(30);
        switch (client % 3) {
            case 0 -> traffic.udp(client, random.nextInt(3) > 0);
            case 1 -> traffic.ping(client, random.nextInt(3) > 0);
            default -> {
                final boolean forward = random.nextBoolean();
                traffic.tcp(client, forward, new int[]{2, 18, 16, 17, 4}[random.nextInt(5)], 100, 100);
            }
        }
    }

    @Test
    void shouldTellALifeWhenAConnectionComesGrowsAndGoes() throws IOException {
        try (Traffic traffic = new Traffic(); Archive archive = open(60)) {
            archive.add(traffic.dump(), "one", count -> true);
            traffic.tcp(7, true, Traffic.SYN, 100, 0);
            archive.add(traffic.dump(), "one", count -> true);
            traffic.pass(1);
            traffic.tcp(7, false, Traffic.SYN_ACK, 500, 101);
            traffic.tcp(7, true, Traffic.ACK, 101, 501);
            archive.add(traffic.dump(), "one", count -> true);
            archive.add(traffic.dump(), "one", count -> true);
            traffic.pass(500_000);
            archive.add(traffic.dump(), "one", count -> true);
            traffic.tcp(7, true, Traffic.SYN, 100, 0);
            archive.add(traffic.dump(), "one", count -> true);

            final History history = archive.history(TupleText.parse("tcp 10.1.0.0:80 10.0.0.7:1000"));
            final List<Change> changes = Life.of(history, archive.catalogue());
            assertEquals(List.of("FIRST 1 SYN_SENT 1/0", "CHANGED 2 ESTABLISHED 2/1", "GONE 4", "AGAIN 5 SYN_SENT 1/0",
                "LAST 5 SYN_SENT 1/0"), changes.stream().map(ArchiveTest::line).toList());
        }
    }

    private static String line(final Change c) {
        return c.kind() + " " + c.snapshot().number() + (c.now() == null ? "" : " " + c.now().state() + " "
            + c.now().packets() + "/" + c.now().replyPackets());
    }

    @Test
    void shouldTellTrackersApartWhenTheyHaveOneTuple() throws IOException {
        try (Traffic one = new Traffic(); Traffic other = new Traffic(); Archive archive = open(60)) {
            one.udp(1, true);
            archive.add(one.dump(), "one", count -> true);
            archive.add(other.dump(), "other", count -> true);
            other.udp(1, true);
            archive.add(one.dump(), "one", count -> true);
            other.pass(1);
            archive.add(other.dump(), "other", count -> true);
            final List<Change> changes =
                Life.of(archive.history(TupleText.parse("udp 10.0.0.1:1000 10.1.0.0:80")), archive.catalogue());
            assertEquals(List.of("FIRST one 0", "LAST one 2", "FIRST other 3", "LAST other 3"), changes.stream()
                .map(c -> c.kind() + " " + c.snapshot().source() + " " + c.snapshot().number()).sorted(
                    java.util.Comparator.comparing((String s) -> s.contains("other"))).toList());
        }
    }

    @Test
    void shouldLeaveASnapshotIncompleteWhenItsAddingIsEnded() throws IOException {
        try (Traffic traffic = new Traffic()) {
            for (int i = 0; i < 2_000; i++) {
                traffic.udp(i, true);
            }
            try (Archive archive = open(60)) {
                assertFalse(archive.add(traffic.dump(), "cut", count -> false).isComplete());
                assertTrue(archive.add(traffic.dump(), "whole", count -> true).isComplete());
            }
            try (Archive archive = open(60)) {
                final List<SnapshotInfo> all = archive.catalogue();
                assertEquals(List.of("cut -1", "whole 2000"), all.stream().map(s -> s.source() + " " + s.size())
                    .toList());
                assertEquals(traffic.epochNanos(), all.getFirst().epochNanos());
            }
        }
    }

    @Test
    void shouldSaySoAndKeepWhatIsThereWhenItIsFull() throws IOException {
        final Path file = folder.resolve("small.dat");
        try (Traffic traffic = new Traffic()) {
            traffic.udp(1, true);
            try (Archive archive = Archive.openOrCreate(file, new ArchiveSize(1_000, 60), ArchiveTest::silent)) {
                archive.add(traffic.dump(), "few", count -> true);
                for (int i = 0; i < 5_000; i++) {
                    traffic.udp(i, true);
                }
                final IOException full = assertThrows(IOException.class,
                    () -> archive.add(traffic.dump(), "many", count -> true));
                assertTrue(full.getMessage().matches(file + ": full: it was made for 1000 entries and holds \\d+; "
                    + "begin another with --entries"), full.getMessage());
            }
            try (Archive archive = Archive.open(file, ArchiveTest::silent)) {
                assertEquals(List.of("few 1", "many -1"),
                    archive.catalogue().stream().map(s -> s.source() + " " + s.size()).toList());
                assertEquals(1, archive.history(TupleText.parse("udp 10.0.0.1:1000 10.1.0.0:80")).observations()
                    .getFirst().packets());
            }
        }
    }

    @Test
    void shouldBeReadableByItsOwnerAlone() throws IOException {
        open(60).close();
        for (final String name : List.of("deep/archive.dat", "deep/archive.dat.users")) {
            assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))), name);
        }
    }

    @Test
    void shouldRefuseToOpenWhatIsOpenOrMissing() throws IOException {
        try (Archive archive = open(60)) {
            assertEquals(5_000, archive.size().entries());
            assertTrue(assertThrows(IOException.class, () -> open(60)).getMessage()
                .endsWith("archive.dat: is open in this process already"));
        }
        final Path missing = folder.resolve("missing.dat");
        assertThrows(IOException.class, () -> Archive.open(missing, ArchiveTest::silent));
        assertFalse(Files.exists(missing));
        assertFalse(Files.exists(folder.resolve("missing.dat.users")));
    }
}
