/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Recovery;
import io.jconntrack.entry.Status;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Profile;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableReader;
import io.jconntrack.table.TupleKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A tracker in another process is killed by SIGKILL in the middle of its work, and read while it works.
 */
class KilledTrackerTest {
    private static final int KILLS = Integer.getInteger("jconntrack.kills", 4);
    private static final long START = 5_000_000_000_000L;
    private static final long DAYS = 6 * 86_400_000_000_000L;
    private static final int READS = 400_000;

    @TempDir
    Path directory;
    private final Crowd crowd = new Crowd();

    private Path file() {
        return directory.resolve("table.dat");
    }

    private static SplittableRandom random() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("KilledTrackerTest: -Djconntrack.seed=" + seed);
        return new SplittableRandom(seed);
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldGoOnWithAllThatLastsWhereverItWasKilled(final Profile profile) throws IOException {
        final SplittableRandom random = random();
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChurningProcess process = new ChurningProcess(file(), profile,
                Math.max(START, ChurningProcess.ownersNanos(file())), random.nextLong())) {
                LockSupport.parkNanos(random.nextLong(30_000_000, 400_000_000));
                assertTrue(process.isAlive());
            }
            final long now = ChurningProcess.ownersNanos(file());
            try (SharedTable table = ChurningProcess.open(file(), profile, now)) {
                final Recovery recovery = table.recovery();
                System.out.println("KilledTrackerTest: " + recovery);
                assertFalse(table.isNew());
                assertEquals(0, recovery.implausible());
                assertEquals(0, recovery.duplicates());
                // at the most one is just being made, and one just being changed
                assertTrue(recovery.unconfirmed() <= 1, recovery.toString());
                assertTrue(recovery.interrupted() <= 1, recovery.toString());
                checkAll(table.worker(0), recovery.kept(), now);
            }
        }
        shouldWorkAsAFreshOne(profile);
    }

    /** Only what once existed is there, each connection once, and all that last. */
    private static void checkAll(final Conntrack conntrack, final int kept, final long now) {
        final BitSet ids = new BitSet();
        final Connection c = new Connection(conntrack);
        for (int n = c.moveToNext(0, now); n >= 0; n = c.moveToNext(n + 1, now)) {
            final int id = checked(c);
            assertFalse(ids.get(id), "twice: id=" + id);
            ids.set(id);
            if (id < ChurningProcess.LASTING && Crowd.protocol(id) == Packet.TCP) {
                assertEquals("ESTABLISHED", c.state());
                assertTrue((c.status() & Status.ASSURED) != 0);
            }
        }
        assertEquals(kept, ids.cardinality());
        assertEquals(kept, conntrack.count());
        for (int id = 0; id < ChurningProcess.LASTING; id++) {
            assertTrue(ids.get(id) || Crowd.protocol(id) != Packet.TCP, "lost: id=" + id);
        }
    }

    private static int checked(final Connection c) {
        final int id = Crowd.id(c);
        assertTrue(id >= 0 && id < ChurningProcess.ALL, () -> "never existed: id=" + id + ", l3=" + c.l3()
            + ", protocol=" + c.protocol() + ", sources=" + Long.toHexString(c.sourceLow(0)) + ","
            + Long.toHexString(c.sourceLow(1)) + ", ports=" + c.sourcePort(0) + "," + c.sourcePort(1));
        assertTrue((c.status() & Status.CONFIRMED) != 0);
        return id;
    }

    private void shouldWorkAsAFreshOne(final Profile profile) throws IOException {
        final long now = ChurningProcess.ownersNanos(file());
        try (SharedTable table = ChurningProcess.open(file(), profile, now)) {
            final Conntrack conntrack = table.worker(0);
            final int capacity = conntrack.table().capacity();
            int id = ChurningProcess.ALL;
            while (conntrack.count() < capacity) {
                assertEquals(0, conntrack.statistics().earlyDrops());
                crowd.send(conntrack, id++, 0, now);
                assertTrue(id < ChurningProcess.ALL + 2 * capacity, "the table does not fill up");
            }
            for (final int end = id + capacity; id < end; id++) {
                crowd.send(conntrack, id, 0, now);
            }
            assertEquals(capacity, conntrack.count());
            assertTrue(conntrack.statistics().earlyDrops() > capacity / 2,
                "earlyDrops=" + conntrack.statistics().earlyDrops());
            assertEquals(capacity, conntrack.poll(now + DAYS, Integer.MAX_VALUE));
            for (id = 0; id < capacity; id++) {
                crowd.send(conntrack, id, 0, now + DAYS);
            }
            assertEquals(capacity, conntrack.count());
        }
    }

    @Test
    void shouldShowOnlyWhatExistedWhileItsOwnerWorks() throws IOException {
        final SplittableRandom random = random();
        try (ChurningProcess process = new ChurningProcess(file(), Profile.LINUX, START, random.nextLong());
            MappedTable view = MappedTable.open(file())) {
            assertTrue(view.isOwnerAlive());
            assertEquals(process.pid(), view.ownersPid());
            final Connection c = new Connection(view);
            int shown = 0;
            for (int i = 0; i < READS || shown == 0; i++) {
                if (c.moveTo(i % Math.max(1, view.bound()))) {
                    final int id = checked(c);
                    assertTrue(c.packets(0) >= 1 && c.bytes(0) >= 20 * c.packets(0), "id=" + id);
                    shown++;
                }
            }
            assertTrue(process.isAlive());
            shouldFindWhatLasts(view);
        }
        try (MappedTable view = MappedTable.open(file())) {
            assertFalse(view.isOwnerAlive());
            assertFalse(Crowd.lines(new Connection(view), ChurningProcess.settings(Profile.LINUX), view.ownersNanos())
                .isEmpty());
        }
    }

    private static void shouldFindWhatLasts(final MappedTable view) {
        final TupleKey key = view.newKey();
        final Connection c = new Connection(view);
        int found = 0;
        for (int id = 0; id < ChurningProcess.LASTING; id++) {
            Crowd.key(key, id);
            if (Crowd.protocol(id) == Packet.TCP) {
                assertTrue(c.moveTo(key), "id=" + id);
                assertEquals(id, Crowd.id(c));
                assertEquals("ESTABLISHED", c.state());
                found++;
            }
        }
        assertTrue(found > 100);
        Crowd.key(key, ChurningProcess.ALL + 9);
        assertEquals(TableReader.ABSENT, view.find(key));
    }
}
