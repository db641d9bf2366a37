/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.LoadResult;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotFormatException;
import io.jconntrack.snapshot.SnapshotLoader;
import io.jconntrack.snapshot.SnapshotReader;
import io.jconntrack.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A tracker that loads a snapshot goes on with its connections.
 */
class SnapshotLoadTest {
    private static final int CONNECTIONS = 6000;
    private static final int PACKETS = 60_000;
    private static final long START = 5_000_000_000_000L;
    private static final long EPOCH = 1_700_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long STEP = 200_000;

    @TempDir
    Path directory;
    private final Crowd crowd = new Crowd();

    private static LoadResult load(final byte[] snapshot, final Conntrack into, final long now, final long epoch)
        throws IOException {
        try (SnapshotReader reader = Snapshots.read(snapshot)) {
            return SnapshotLoader.load(reader, into, now, epoch);
        }
    }

    private static LoadResult loadFile(final Path file, final Conntrack into) throws IOException {
        try (SnapshotLoader loader = SnapshotLoader.open(file, into.settings().profile())) {
            return loader.load(into, START, EPOCH);
        }
    }

    private static String answer(final long verdict) {
        return Verdict.state(verdict) + " " + Verdict.hasDirection(verdict) + " " + Verdict.isReply(verdict) + " "
            + Verdict.reason(verdict) + " " + (Verdict.entry(verdict) >= 0);
    }

    /** The tracker of the second half has a clock of its own and another seed. */
    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldGoOnAsIfItHadNeverStopped(final Profile profile) throws IOException {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("SnapshotLoadTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Settings settings = Crowd.settings(profile, "max=20000", "acct=1", "timestamp=1",
            "tcp_window_tracking=1");
        long now = START;
        long shift = 0;
        int kept = 0;
        Conntrack restarted = Conntrack.builder().settings(settings).build();
        try (Conntrack other = Conntrack.builder().settings(settings).build()) {
            for (int i = 0; i < PACKETS; i++) {
                if (i % (PACKETS / 3) == PACKETS / 6) {
                    final byte[] saved = Snapshots.save(restarted, now + shift, EPOCH);
                    final List<String> before = Snapshots.lines(saved);
                    restarted.close();
                    restarted = Conntrack.builder().settings(settings).build();
                    // 3 seconds pass by the wall clock until it is loaded, on a clock that began anew
                    now += 3 * SECOND;
                    shift = random.nextLong(1L << 50) - now;
                    final LoadResult result = load(saved, restarted, now + shift, EPOCH + 3 * SECOND);
                    other.poll(now, Integer.MAX_VALUE);
                    assertEquals(before.size(), result.loaded() + result.expired());
                    assertEquals(new LoadResult(result.loaded(), result.expired(), 0, 0, Set.of()), result);
                    assertEquals(other.count(), restarted.count());
                    assertEquals(Snapshots.lines(new ConntrackDump(other, now, EPOCH)),
                        Snapshots.lines(new ConntrackDump(restarted, now + shift, EPOCH)));
                    kept = Math.max(kept, restarted.count());
                }
                final int id = random.nextInt(CONNECTIONS);
                final int step = random.nextInt(Crowd.STEPS);
                final String expected = answer(crowd.send(other, id, step, now));
                assertEquals(expected, answer(crowd.send(restarted, id, step, now + shift)),
                    "packet=" + i + ", id=" + id + ", step=" + step);
                if (i % 100 == 0) {
                    assertEquals(other.poll(now, Integer.MAX_VALUE), restarted.poll(now + shift, Integer.MAX_VALUE));
                }
                now += STEP;
            }
            assertEquals(Snapshots.lines(new ConntrackDump(other, now, EPOCH)),
                Snapshots.lines(new ConntrackDump(restarted, now + shift, EPOCH)));
            assertTrue(kept > 2000, "kept=" + kept);
            now += 6 * 86_400 * SECOND;
            assertEquals(other.poll(now, Integer.MAX_VALUE), restarted.poll(now + shift, Integer.MAX_VALUE));
            assertEquals(0, restarted.count());
        } finally {
            restarted.close();
        }
    }

    @Test
    void shouldCountTheTimeBetweenByTheWallClock() throws IOException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=2000");
        try (Conntrack first = Conntrack.builder().settings(settings).build();
            Conntrack second = Conntrack.builder().settings(settings).build();
            Conntrack third = Conntrack.builder().settings(settings).build()) {
            for (int id = 0; id < 1000; id++) {
                crowd.establish(first, id, START);
            }
            final byte[] saved = Snapshots.save(first, START, EPOCH);
            final int all = first.count();
            first.poll(START + 1000 * SECOND, Integer.MAX_VALUE);
            final int longLived = first.count();
            assertTrue(longLived > 300 && longLived < all - 300, "longLived=" + longLived);
            assertEquals(new LoadResult(longLived, all - longLived, 0, 0, Set.of()),
                load(saved, second, 7, EPOCH + 1000 * SECOND));
            assertEquals(Snapshots.lines(new ConntrackDump(first, START + 1000 * SECOND, 0)),
                Snapshots.lines(new ConntrackDump(second, 7, 0)));
            // a clock that was set back: as if no time had passed
            assertEquals(new LoadResult(all, 0, 0, 0, Set.of()), load(saved, third, 7, EPOCH - 1000 * SECOND));
            assertEquals(Snapshots.lines(saved), Snapshots.lines(new ConntrackDump(third, 7, 0)));
        }
    }

    @Test
    void shouldKeepWhatTheTableHasAndCountWhatDoesNotFit() throws IOException {
        try (Conntrack first = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=2000")).build();
            Conntrack second = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=600")).build()) {
            for (int id = 0; id < 1000; id++) {
                crowd.send(first, id, 0, START);
            }
            for (int id = 900; id < 1000; id++) {
                crowd.send(second, id, 0, START - SECOND);
            }
            final int all = first.count();
            final int had = second.count();
            final List<String> before = Snapshots.lines(new ConntrackDump(second, START, 0));
            final LoadResult result = load(Snapshots.save(first, START, EPOCH), second, START, EPOCH);
            assertEquals(new LoadResult(600 - had, 0, had, all - 600, Set.of()), result);
            assertEquals(600, second.count());
            assertTrue(Snapshots.lines(new ConntrackDump(second, START, 0)).containsAll(before));
            assertEquals("loaded=" + (600 - had) + " expired=0 duplicates=" + had + " full=" + (all - 600),
                result.toString());
            assertEquals(0, second.statistics().earlyDrops());
        }
    }

    @Test
    void shouldBeginCountersWhenTheSnapshotHasNone() throws IOException {
        final Conntrack second = Conntrack.builder()
            .settings(Crowd.settings(Profile.CLASSIC, "max=100", "acct=1", "timestamp=1")).build();
        final Conntrack first = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=100"))
            .columns(Column.MARK).build();
        try (second; first) {
            first.mark(Verdict.entry(crowd.send(first, 0, 0, START)), 7, START);
            final LoadResult result = load(Snapshots.save(first, START, EPOCH), second, START + SECOND, EPOCH);
            assertEquals(Set.of(Column.ACCOUNTING, Column.TIMESTAMP), result.without());
            final Connection c = new Connection(second);
            assertTrue(c.moveTo(0));
            assertEquals(0, c.packets(0));
            assertEquals(START + SECOND, c.startNanos());
            crowd.send(second, 0, 1, START + SECOND);
            assertEquals(1, c.packets(1));
        }
    }

    @Test
    void shouldTellOfWhatWasLoaded() throws IOException {
        try (Conntrack first = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=2000")).build();
            Conntrack second = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=2000")).build()) {
            for (int id = 0; id < 500; id++) {
                crowd.establish(first, id, START);
            }
            final List<String> events = new ArrayList<>();
            second.listener((type, cause, number, when) -> events.add(type + " " + number));
            load(Snapshots.save(first, START, EPOCH), second, START, EPOCH);
            assertEquals(first.count(), events.size());
            assertEquals("NEW 0", events.getFirst());
        }
    }

    @Test
    void shouldRefuseAnotherProfileAndLoadNothingOfADamagedFile() throws IOException {
        final Path file = directory.resolve("a.snapshot");
        try (Conntrack first = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=9000")).build();
            Conntrack classic = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=9000")).build();
            Conntrack second = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=9000")).build()) {
            for (int id = 0; id < 5000; id++) {
                crowd.send(first, id, 0, START);
            }
            SnapshotFile.save(file, new SnapshotWriter("", 0, first.settings(), entries -> { }),
                new ConntrackDump(first, START, EPOCH));
            assertEquals(file + ": of another profile than the tracker's: profile=linux expected=classic",
                assertThrows(IOException.class, () -> loadFile(file, classic)).getMessage());
            assertEquals(0, classic.count());
            assertEquals(first.count(), loadFile(file, second).loaded());
            final byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 100]++;
            Files.write(file, bytes);
            try (Conntrack third = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=9000")).build()) {
                assertThrows(SnapshotFormatException.class, () -> loadFile(file, third));
                assertEquals(0, third.count());
            }
        }
    }

    @Test
    void shouldDropLoadedConnectionsEarlyButNoAssuredOnes() throws IOException {
        try (Conntrack first = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=2000")).build();
            Conntrack second = Conntrack.builder().settings(Crowd.settings(Profile.LINUX, "max=1000")).build()) {
            for (int id = 0; first.count() < 1000; id++) {
                if (Crowd.protocol(id) == Packet.TCP && id % 2 == 0) {
                    crowd.establish(first, id, START);
                } else {
                    crowd.send(first, id, 0, START);
                }
            }
            load(Snapshots.save(first, START, EPOCH), second, START, EPOCH);
            final long assured = assured(second);
            assertTrue(assured > 100, "assured=" + assured);
            for (int id = 10_000; id < 14_000; id++) {
                crowd.send(second, id, 0, START);
            }
            assertTrue(second.statistics().earlyDrops() > 1000, "earlyDrops=" + second.statistics().earlyDrops());
            assertEquals(assured, assured(second));
        }
    }

    private static long assured(final Conntrack conntrack) throws IOException {
        return Snapshots.lines(new ConntrackDump(conntrack, START, 0)).stream()
            .filter(line -> line.contains("[ASSURED]")).count();
    }
}
