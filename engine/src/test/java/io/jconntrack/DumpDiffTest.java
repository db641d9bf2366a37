/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.Change;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.DumpDiff;
import io.jconntrack.snapshot.SnapshotReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What changed between two snapshots, against a map of what was there.
 */
class DumpDiffTest {
    private static final long START = 5_000_000_000_000L;
    private static final long EPOCH = 1_700_000_000_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final Crowd crowd = new Crowd();

    /** A connection as the model sees it. */
    private record Seen(long id, String state, int status, long packets, long start) {
        static Seen of(final Connection c) {
            return new Seen(c.id(), c.state(), c.status(), c.packets(0) + c.packets(1), c.startNanos());
        }
    }

    private static Map<Integer, Seen> seen(final Conntrack conntrack, final long now) {
        final Map<Integer, Seen> seen = new HashMap<>();
        final ConntrackDump dump = new ConntrackDump(conntrack, now, EPOCH);
        while (dump.next()) {
            seen.put(Crowd.id(dump.connection()), Seen.of(dump.connection()));
        }
        return seen;
    }

    private static List<String> expected(final Map<Integer, Seen> before, final Map<Integer, Seen> after) {
        final List<String> lines = new ArrayList<>();
        before.keySet().stream().filter(id -> !after.containsKey(id)).forEach(id -> lines.add("GONE " + id));
        after.forEach((id, now) -> {
            final Seen old = before.get(id);
            if (old == null) {
                lines.add("APPEARED " + id);
            } else if (old.start != now.start || old.start == 0 && old.id != now.id) {
                lines.add("REPLACED " + id);
            } else if (old.status != now.status || old.state != null && !old.state.equals(now.state)) {
                lines.add("CHANGED " + id);
            } else if (old.packets != now.packets) {
                lines.add("GREW " + id);
            }
        });
        Collections.sort(lines);
        return lines;
    }

    private static List<String> found(final byte[] before, final byte[] after) throws IOException {
        final List<String> lines = new ArrayList<>();
        try (SnapshotReader older = Snapshots.read(before); SnapshotReader newer = Snapshots.read(after)) {
            DumpDiff.compare(older, newer, (change, old, now) -> {
                assertEquals(change != Change.APPEARED, old != null);
                assertEquals(change != Change.GONE, now != null);
                if (old != null && now != null) {
                    assertEquals(Crowd.id(old), Crowd.id(now));
                }
                lines.add(change + " " + Crowd.id(old == null ? now : old));
                return true;
            });
        }
        Collections.sort(lines);
        return lines;
    }

    /** Of 9000 connections and more, so that the table of the older ones has to grow, whose size is not known here. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellWhatChanged(final int timestamps) throws IOException {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("DumpDiffTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Settings settings = Crowd.settings(Profile.LINUX, "max=20000", "acct=1", "timestamp=" + timestamps);
        try (Conntrack conntrack = Conntrack.builder().settings(settings).build()) {
            for (int i = 0; i < 60_000; i++) {
                crowd.sendAny(conntrack, random, 0, 15_000, START);
            }
            final Map<Integer, Seen> first = seen(conntrack, START);
            final byte[] before = Snapshots.save(conntrack, START, EPOCH);
            final long later = START + 5 * SECOND;
            for (int i = 0; i < 20_000; i++) {
                crowd.sendAny(conntrack, random, 5000, 18_000, later);
            }
            conntrack.poll(later + 8 * SECOND, Integer.MAX_VALUE);
            final byte[] after = Snapshots.save(conntrack, later + 8 * SECOND, EPOCH + 13 * SECOND);
            final List<String> expected = expected(first, seen(conntrack, later + 8 * SECOND));
            assertEquals(expected, found(before, after));
            for (final Change change : Change.values()) {
                assertTrue(expected.stream().filter(line -> line.startsWith(change.name())).count() > 20,
                    "too few " + change);
            }
            assertEquals(List.of(), found(after, after));
        }
    }

    @Test
    void shouldSayThatAllIsNewOrGoneWhenOneIsEmpty() throws IOException {
        try (Conntrack conntrack = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=100")).build()) {
            final byte[] empty = Snapshots.save(conntrack, START, EPOCH);
            crowd.send(conntrack, 0, 0, START);
            final byte[] one = Snapshots.save(conntrack, START, EPOCH);
            assertEquals(List.of("APPEARED 0"), found(empty, one));
            assertEquals(List.of("GONE 0"), found(one, empty));
            assertEquals(List.of(), found(empty, empty));
        }
    }

    @Test
    void shouldKnowAConnectionAgainThatWasLoadedIntoAnotherTracker() throws IOException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=2000", "acct=1", "timestamp=1");
        try (Conntrack first = Conntrack.builder().settings(settings).build();
            Conntrack second = Conntrack.builder().settings(settings).build()) {
            for (int id = 0; id < 300; id++) {
                crowd.establish(first, id, START);
            }
            crowd.send(second, 5000, 0, 77);
            final byte[] before = Snapshots.save(first, START, EPOCH);
            try (SnapshotReader reader = Snapshots.read(before)) {
                io.jconntrack.snapshot.SnapshotLoader.load(reader, second, 77, EPOCH + SECOND);
            }
            assertEquals(List.of("APPEARED 5000"),
                found(before, Snapshots.save(second, 77, EPOCH + SECOND)));
        }
    }
}
