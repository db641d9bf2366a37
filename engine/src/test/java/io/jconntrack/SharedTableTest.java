/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.Recovery;
import io.jconntrack.entry.TableFileException;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableFile;
import io.jconntrack.text.JsonEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A table in a file goes on where its last tracker stopped.
 */
class SharedTableTest {
    private static final int CONNECTIONS = 6000;
    private static final int PACKETS = 60_000;
    private static final long START = 5_000_000_000_000L;
    private static final long STEP = 200_000;

    @TempDir
    Path directory;
    private final Crowd crowd = new Crowd();

    private Path file() {
        return directory.resolve("table.dat");
    }

    private static long seed() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("SharedTableTest: -Djconntrack.seed=" + seed);
        return seed;
    }

    private SharedTable open(final Settings settings, final int workers, final long nowNanos) throws IOException {
        return Conntrack.builder().settings(settings).workers(workers).open(file(), nowNanos);
    }

    private static List<String> lines(final SharedTable table, final Settings settings, final long nowNanos) {
        return Crowd.lines(new Connection(table.worker(0)), settings, nowNanos);
    }

    /** What a verdict says but the entry's number. */
    private static String answer(final long verdict) {
        return Verdict.state(verdict) + " " + Verdict.hasDirection(verdict) + " " + Verdict.isReply(verdict) + " "
            + Verdict.reason(verdict) + " " + (Verdict.entry(verdict) >= 0);
    }

    @Test
    void shouldBeginAnewWhenTheTableBeforeNeverGotReady() throws IOException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=2000");
        assertFalse(TableFile.isThere(file()));
        try (SharedTable table = Conntrack.builder().settings(settings).prepare(file(), START)) {
            crowd.establish(table.worker(0), 1, START);
            assertEquals(1, table.worker(0).count());
            assertFalse(TableFile.isThere(file()));
            assertThrows(TableFileException.class, () -> MappedTable.open(file()));
        }
        assertFalse(TableFile.isThere(file()));
        try (SharedTable table = open(settings, 1, START)) {
            assertTrue(table.isNew());
            assertEquals(0, table.worker(0).count());
            assertTrue(TableFile.isThere(file()));
        }
        assertTrue(TableFile.isThere(file()));
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldGoOnAsIfItHadNeverStoppedWhenItIsOpenedAgain(final Profile profile) throws IOException {
        final SplittableRandom random = new SplittableRandom(seed());
        final Settings settings = Crowd.settings(profile, "max=20000", "acct=1", "timestamp=1");
        long now = START;
        int kept = 0;
        SharedTable table = open(settings, 1, now);
        try (Conntrack other = Conntrack.builder().settings(settings).build()) {
            assertTrue(table.isNew());
            for (int i = 0; i < PACKETS; i++) {
                if (i % (PACKETS / 4) == PACKETS / 8) {
                    table.worker(0).poll(now, Integer.MAX_VALUE);
                    other.poll(now, Integer.MAX_VALUE);
                    final List<String> before = lines(table, settings, now);
                    table.close();
                    table = open(settings, 1, now);
                    assertFalse(table.isNew());
                    assertEquals(before, lines(table, settings, now));
                    assertEquals(new Recovery(before.size(), 0, 0, 0, 0, 0), table.recovery());
                    assertEquals(before.size(), table.worker(0).count());
                    kept = Math.max(kept, before.size());
                }
                final int id = random.nextInt(CONNECTIONS);
                final int step = random.nextInt(Crowd.STEPS);
                final String expected = answer(crowd.send(other, id, step, now));
                final long verdict = crowd.send(table.worker(0), id, step, now);
                assertEquals(expected, answer(verdict), "packet=" + i + ", id=" + id + ", step=" + step);
                if (i % 100 == 0) {
                    assertEquals(other.poll(now, Integer.MAX_VALUE), table.worker(0).poll(now, Integer.MAX_VALUE));
                }
                now += STEP;
            }
            assertEquals(Crowd.lines(new Connection(other), settings, now), lines(table, settings, now));
            assertTrue(kept > 2000, "kept=" + kept);
            // everything expires in the end, and the file is as good as new
            now += 6 * 86_400_000_000_000L;
            assertEquals(other.poll(now, Integer.MAX_VALUE), table.worker(0).poll(now, Integer.MAX_VALUE));
            assertEquals(0, table.worker(0).count());
        } finally {
            table.close();
        }
    }

    @Test
    void shouldGiveEachWorkerItsOwnConnectionsWhenSeveralShareIt() throws IOException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=3000");
        try (SharedTable table = open(settings, 3, START)) {
            for (int id = 0; id < 900; id++) {
                crowd.establish(table.worker(id % 3), id, START);
            }
        }
        try (SharedTable table = open(settings, 3, START)) {
            final int kept = table.recovery().kept();
            assertEquals(kept, table.worker(1).count());
            for (int id = 0; id < 900; id++) {
                if (Crowd.protocol(id) == Packet.TCP) {
                    assertEquals(ConnState.ESTABLISHED, Verdict.state(crowd.send(table.worker(id % 3), id, 2, START)));
                    assertEquals("OTHER_WORKER",
                        Verdict.reason(crowd.send(table.worker((id + 1) % 3), id, 2, START)).name());
                }
            }
            int expired = 0;
            for (int i = 0; i < 3; i++) {
                expired += table.worker(i).poll(START + 6 * 86_400_000_000_000L, Integer.MAX_VALUE);
            }
            assertEquals(kept, expired);
            assertEquals(0, table.worker(0).count());
        }
    }

    @Test
    void shouldFillUpAndDropEarlyAsAFreshOneWhenItWasTakenOver() throws IOException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=2000");
        try (SharedTable table = open(settings, 1, START)) {
            for (int id = 0; id < 1500; id++) {
                crowd.send(table.worker(0), id, 0, START);
            }
            // holes of all sizes
            for (int n = 0; n < table.worker(0).table().bound(); n++) {
                final long entry = table.worker(0).connectionTable().liveEntry(n);
                if (n * 7919 % 5 < 2 && entry != 0) {
                    table.worker(0).delete(n, START);
                }
            }
        }
        try (SharedTable table = open(settings, 1, START)) {
            final Conntrack conntrack = table.worker(0);
            final int kept = table.recovery().kept();
            assertTrue(kept < 1400 && kept > 500, "kept=" + kept);
            int id = 10_000;
            while (conntrack.count() < 2000) {
                assertEquals(0, conntrack.statistics().earlyDrops());
                crowd.send(conntrack, id++, 0, START);
            }
            for (final int end = id + 3000; id < end; id++) {
                crowd.send(conntrack, id, 0, START);
            }
            assertTrue(conntrack.statistics().earlyDrops() > 2000, "earlyDrops=" + conntrack.statistics().earlyDrops());
            assertEquals(2000, conntrack.count());
            final Set<Integer> ids = new HashSet<>();
            final Connection c = new Connection(conntrack);
            for (int n = c.moveToNext(0, START); n >= 0; n = c.moveToNext(n + 1, START)) {
                assertTrue(Crowd.id(c) >= 0);
                assertTrue(ids.add(Crowd.id(c)));
            }
            assertEquals(2000, ids.size());
            assertEquals(2000, conntrack.poll(START + 6 * 86_400_000_000_000L, Integer.MAX_VALUE));
        }
    }

    @Test
    void shouldDropWhatExpiredInTheMeantime() throws IOException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=2000");
        final int tcp;
        final int others;
        try (SharedTable table = open(settings, 1, START)) {
            for (int id = 0; id < 1000; id++) {
                crowd.establish(table.worker(0), id, START);
            }
            final Connection c = new Connection(table.worker(0));
            int established = 0;
            for (int n = c.moveToNext(0, START); n >= 0; n = c.moveToNext(n + 1, START)) {
                established += c.isTcp() && c.state().equals("ESTABLISHED") ? 1 : 0;
            }
            tcp = established;
            others = table.worker(0).count() - tcp;
        }
        assertTrue(tcp > 300 && others > 300, "tcp=" + tcp + ", others=" + others);
        try (SharedTable table = open(settings, 1, START + 1000_000_000_000L)) {
            assertEquals(new Recovery(tcp, 0, others, 0, 0, 0), table.recovery());
            assertEquals("kept=" + tcp + " (interrupted=0) dropped=" + others + " (expired=" + others
                + " unconfirmed=0 implausible=0 duplicates=0)", table.recovery().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLetNobodyElseReadItUnlessTheGroupMay(final boolean group) throws IOException {
        Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=100")).memory(MemoryOptions.DEFAULT)
            .groupReadable(group).open(file(), START).close();
        assertEquals(group ? "rw-r-----" : "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void shouldRefuseASecondOwnerAsLongAsTheFirstLives() throws IOException {
        final Settings settings = Crowd.settings(Profile.CLASSIC, "max=100");
        try (SharedTable first = open(settings, 1, START)) {
            crowd.send(first.worker(0), 1, 0, START);
            // who looks and goes must not take the lock away
            try (MappedTable view = MappedTable.open(file())) {
                assertTrue(view.isOwnerAlive());
            }
            FileChannel.open(file(), StandardOpenOption.READ).close();
            final TableFileException e =
                assertThrows(TableFileException.class, () -> open(settings, 1, START).close());
            assertTrue(e.isInUse());
            assertEquals("table is in use by another tracker: file=" + file() + ", pid="
                + ProcessHandle.current().pid(), e.getMessage());
            assertEquals(1, first.worker(0).count());
        }
        try (MappedTable view = MappedTable.open(file())) {
            assertFalse(view.isOwnerAlive());
            assertEquals(1, view.size());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | 88 | magic, found=XCTTABLE, expected=JCTTABLE",
        "8 | 4 | byte order, found=0x1020304, expected=0x1020304",
        "12 | 1 | format, found=1, expected=2",
        "16 | 7 | state, found=7, expected=2",
        "20 | 101 | length, found=",
        "24 | 65 | shape, found=workers must be 1 to 64: workers=65, expected=values in their ranges",
        "28 | 3 | shape, found=wheelSlots must be a power of two up to 1048576: wheelSlots=1027,",
        "32 | 16 | columns, found=16, expected=0",
        "40 | 1 | length, found=",
        "48 | 88 | profile, found=Xlassic, expected=classic"})
    void shouldNameTheFieldWhenTheHeaderIsNotWhatWasAskedFor(final int offset, final int value, final String text)
        throws IOException {
        final Settings settings = Crowd.settings(Profile.CLASSIC, "max=100");
        open(settings, 1, START).close();
        final byte[] before = Files.readAllBytes(file());
        if (offset == 8) {
            patch(offset, 1, 2, 3, 5);
        } else {
            patch(offset, value);
        }
        final String expected = "not the table that was asked for: file=" + file() + ", field="
            + (offset == 8 ? "byte order, found=0x5030201, expected=0x1020304" : text);
        final TableFileException e = assertThrows(TableFileException.class, () -> open(settings, 1, START).close());
        assertFalse(e.isInUse());
        assertTrue(e.getMessage().startsWith(expected), e.getMessage());
        if (offset != 48) {
            assertTrue(assertThrows(TableFileException.class, () -> MappedTable.open(file()).close()).getMessage()
                .startsWith(expected), e.getMessage());
        }
        // nothing else of it was changed
        Files.write(file(), before);
        open(settings, 1, START).close();
    }

    private void patch(final int offset, final int... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            final ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
            for (final int b : bytes) {
                buffer.put((byte)b);
            }
            channel.write(buffer.flip(), offset);
        }
    }

    @Test
    void shouldSayWhatIsDifferentWhenOtherSettingsAskForIt() throws IOException {
        open(Crowd.settings(Profile.CLASSIC, "max=100"), 2, START).close();
        final String start = "not the table that was asked for: file=" + file() + ", field=";
        assertEquals(start + "capacity, found=100, expected=101", refusal(Profile.CLASSIC, 2, START, "max=101"));
        assertEquals(start + "workers, found=2, expected=1", refusal(Profile.CLASSIC, 1, START, "max=100"));
        assertEquals(start + "columns, found=[], expected=[ACCOUNTING]",
            refusal(Profile.CLASSIC, 2, START, "max=100", "acct=1"));
        assertEquals(start + "profile, found=classic, expected=linux", refusal(Profile.LINUX, 2, START, "max=100"));
        assertEquals(start + "time, found=" + START + ", expected=at most " + (START - 1),
            refusal(Profile.CLASSIC, 2, START - 1, "max=100"));
        open(Crowd.settings(Profile.CLASSIC, "max=100"), 2, START).close();
    }

    private String refusal(final Profile profile, final int workers, final long nowNanos, final String... values) {
        return assertThrows(TableFileException.class,
            () -> open(Crowd.settings(profile, values), workers, nowNanos).close()).getMessage();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4095, -1})
    void shouldRefuseAFileThatIsTooShortOrTooLong(final long change) throws IOException {
        final Settings settings = Crowd.settings(Profile.CLASSIC, "max=100");
        open(settings, 1, START).close();
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            if (change == -1) {
                channel.write(ByteBuffer.allocate(1), channel.size());
            } else {
                channel.truncate(change == 1 ? channel.size() - 1 : change);
            }
        }
        final long found = Files.size(file());
        assertTrue(assertThrows(TableFileException.class, () -> open(settings, 1, START).close()).getMessage()
            .contains("field=length, found=" + found + ", expected="));
        assertTrue(assertThrows(TableFileException.class, () -> MappedTable.open(file()).close()).getMessage()
            .contains("field=length, found=" + found + ", expected="));
        assertEquals(found, Files.size(file()));
    }

    @Test
    void shouldBeginAnewWhenItsMakerWasKilledBeforeItWasReady() throws IOException {
        final Settings settings = Crowd.settings(Profile.CLASSIC, "max=100");
        Files.createFile(file());
        open(settings, 1, START).close();
        patch(16, 1);
        assertTrue(assertThrows(TableFileException.class, () -> MappedTable.open(file()).close()).getMessage()
            .endsWith("field=state, found=1 (is being made), expected=2"));
        try (SharedTable table = open(Crowd.settings(Profile.LINUX, "max=200"), 1, START)) {
            assertTrue(table.isNew());
        }
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(0);
            channel.write(ByteBuffer.allocate(1), 100_000);
        }
        try (SharedTable table = open(settings, 1, START)) {
            assertTrue(table.isNew());
        }
    }

    @Test
    void shouldRecoverAgainWhenARecoveryWasCutShort() throws IOException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=3000");
        final List<String> before;
        try (SharedTable table = open(settings, 1, START)) {
            for (int id = 0; id < 1000; id++) {
                crowd.establish(table.worker(0), id, START);
            }
            before = lines(table, settings, START);
        }
        final ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(0, 3);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(length, 16);
            // pool, counters, wheel and index as far as the recovery had come
            channel.write(ByteBuffer.allocate(20_000), 4096);
        }
        try (SharedTable table = open(settings, 1, START)) {
            assertEquals(before.size(), table.recovery().kept());
            assertEquals(before, lines(table, settings, START));
        }
    }

    @Test
    void shouldShowTheSameToAReaderOfTheFile() throws IOException {
        final SplittableRandom random = new SplittableRandom(seed());
        final Settings settings = Crowd.settings(Profile.LINUX, "max=9000", "acct=1", "timestamp=1");
        long now = START;
        try (SharedTable table = Conntrack.builder().settings(settings).columns(Column.MARK, Column.LABELS)
            .open(file(), START)) {
            final Conntrack conntrack = table.worker(0);
            for (int i = 0; i < PACKETS / 2; i++) {
                final long verdict = crowd.sendAny(conntrack, random, 0, CONNECTIONS, now);
                if (Verdict.entry(verdict) >= 0) {
                    conntrack.connectionTable().columns().mark(Verdict.entry(verdict), i);
                    conntrack.connectionTable().columns().label(Verdict.entry(verdict), i % 128);
                }
                now += STEP;
            }
            conntrack.poll(now, Integer.MAX_VALUE);
            try (MappedTable view = MappedTable.open(file())) {
                assertEquals(9000, view.capacity());
                assertEquals(1, view.workers());
                assertEquals(Set.of(Column.values()), view.columnSet());
                assertEquals("linux", view.profile());
                assertEquals(conntrack.count(), view.size());
                assertEquals(now, view.ownersNanos());
                assertEquals(ProcessHandle.current().pid(), view.ownersPid());
                assertTrue(view.isOwnerAlive());
                assertTrue(view.isReady());
                assertEquals(lines(table, settings, now), Crowd.lines(new Connection(view), settings, now));
                compareAll(new Connection(conntrack), new Connection(view), now);
            }
        }
    }

    private static void compareAll(final Connection own, final Connection read, final long now) {
        int compared = 0;
        for (int n = own.moveToNext(0, now); n >= 0; n = own.moveToNext(n + 1, now)) {
            assertEquals(n, read.moveToNext(n, now));
            final StringBuilder expected = new StringBuilder();
            final StringBuilder found = new StringBuilder();
            JsonEntry.append(expected, own, now);
            JsonEntry.append(found, read, now);
            assertEquals(expected.toString(), found.toString());
            assertEquals(own.mark(), read.mark());
            assertEquals(own.startNanos(), read.startNanos());
            for (int label = 0; label < 128; label++) {
                assertEquals(own.hasLabel(label), read.hasLabel(label));
            }
            compared++;
        }
        assertTrue(compared > 1000, "compared=" + compared);
    }
}
