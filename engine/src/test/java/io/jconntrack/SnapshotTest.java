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
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotReader;
import io.jconntrack.snapshot.SnapshotSize;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A snapshot shows what was saved.
 */
class SnapshotTest {
    private static final long START = 5_000_000_000_000L;
    private static final long EPOCH = 1_700_000_000_000_000_000L;

    @TempDir
    Path directory;
    private final Crowd crowd = new Crowd();

    private static SplittableRandom random() {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("SnapshotTest: -Djconntrack.seed=" + seed);
        return new SplittableRandom(seed);
    }

    private long fill(final Conntrack conntrack, final SplittableRandom random, final int packets) {
        long now = START;
        for (int i = 0; i < packets; i++) {
            final long verdict = crowd.sendAny(conntrack, random, 0, 4000, now);
            if (Verdict.entry(verdict) >= 0) {
                conntrack.connectionTable().columns().mark(Verdict.entry(verdict), random.nextInt());
                conntrack.connectionTable().columns().label(Verdict.entry(verdict), random.nextInt(128));
            }
            now += 300_000;
        }
        return now;
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldShowAllThatWasKeptAboutEachConnection(final Profile profile) throws IOException {
        for (final Set<Column> more : List.of(Set.<Column>of(), Set.of(Column.MARK), Set.of(Column.LABELS),
            Set.of(Column.MARK, Column.LABELS))) {
            for (final String acct : List.of("acct=0", "acct=1")) {
                final Settings settings = Crowd.settings(profile, "max=5000", acct,
                    more.isEmpty() ? "timestamp=0" : "timestamp=1", "gre_timeout=33");
                final Conntrack conntrack = Conntrack.builder().settings(settings).columns(more).build();
                try (conntrack) {
                    final long now = fill(conntrack, random(), 20_000);
                    final byte[] bytes = Snapshots.save(conntrack, now, EPOCH);
                    final List<String> expected = Snapshots.lines(new ConntrackDump(conntrack, now, EPOCH));
                    assertTrue(expected.size() > 2000, "size=" + expected.size());
                    assertEquals(expected, Snapshots.lines(bytes));
                    compareIds(conntrack, bytes, now);
                }
            }
        }
    }

    private static void compareIds(final Conntrack conntrack, final byte[] bytes, final long now)
        throws IOException {
        final Dump own = new ConntrackDump(conntrack, now, EPOCH);
        try (SnapshotReader reader = Snapshots.read(bytes)) {
            while (own.next()) {
                assertTrue(reader.next());
                assertEquals(own.connection().id(), reader.connection().id());
            }
            assertFalse(reader.next());
            assertFalse(reader.next());
        }
    }

    @Test
    void shouldKeepTheMomentTheSettingsAndTheTracker() throws IOException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=100", "tcp_loose=0", "timestamp=1");
        try (Conntrack conntrack = Conntrack.builder().settings(settings).build()) {
            crowd.send(conntrack, 1, 0, START);
            try (SnapshotReader reader = Snapshots.read(Snapshots.save(conntrack, START + 1, EPOCH))) {
                assertEquals(START + 1, reader.nowNanos());
                assertEquals(EPOCH, reader.epochNanos());
                assertEquals("test", reader.trackerName());
                assertEquals(77, reader.trackerPid());
                assertEquals(Set.of(Column.TIMESTAMP), reader.columns());
                assertEquals(Profile.LINUX, reader.settings().profile());
                for (final Setting setting : Setting.values()) {
                    assertEquals(settings.get(setting), reader.settings().get(setting), setting.shortName());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 2048})
    void shouldBeWholeWhateverTheNumberOfConnections(final int connections) throws IOException {
        try (Conntrack conntrack = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=3000")).build()) {
            for (int id = 0; conntrack.count() < connections; id++) {
                crowd.send(conntrack, id, 0, START);
            }
            assertEquals(connections, Snapshots.lines(Snapshots.save(conntrack, START, EPOCH)).size());
        }
    }

    @Test
    void shouldReplaceTheFileInOneStepAndKeepItsMode() throws IOException {
        final Path file = directory.resolve("a.snapshot");
        final Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        try (Conntrack conntrack = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=100")).build()) {
            save(file, conntrack);
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            crowd.send(conntrack, 1, 0, START);
            try (SnapshotReader old = SnapshotReader.open(file)) {
                assertEquals(new SnapshotSize(1, Files.size(file) + 16 + 120 + 4), save(link, conntrack));
                assertFalse(old.next());
            }
            assertTrue(Files.isSymbolicLink(link));
            assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            try (SnapshotReader reader = SnapshotReader.open(file)) {
                assertEquals(1, Snapshots.lines(reader).size());
            }
        }
        assertEquals(Set.of("a.snapshot", "link"), names());
    }

    @Test
    void shouldLeaveTheOldFileAndNoOtherWhenItCannotBeWritten() throws IOException {
        final Path file = directory.resolve("a.snapshot");
        try (Conntrack conntrack = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=100")).build()) {
            crowd.send(conntrack, 1, 0, START);
            save(file, conntrack);
            final byte[] before = Files.readAllBytes(file);
            final Dump broken = new BrokenDump(new ConntrackDump(conntrack, START, EPOCH));
            assertEquals("broken", assertThrows(IOException.class, () -> SnapshotFile.save(file,
                new SnapshotWriter("", 0, conntrack.settings(), entries -> { }), broken)).getMessage());
            assertEquals(List.of("a.snapshot"), List.copyOf(names()));
            assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(file)));
            assertEquals(directory + ": is a directory",
                assertThrows(IOException.class, () -> save(directory, conntrack)).getMessage());
        }
    }

    @Test
    void shouldSayThatTheDiskIsFullWhenItIs() throws IOException {
        final Path full = Path.of("/dev/full");
        try (Conntrack conntrack = Conntrack.builder().settings(Crowd.settings(Profile.CLASSIC, "max=100")).build()) {
            assertEquals("/dev/full: No space left on device",
                assertThrows(IOException.class, () -> save(full, conntrack)).getMessage());
            save(Path.of("/dev/null"), conntrack);
            assertFalse(Files.isRegularFile(Path.of("/dev/null")));
        }
    }

    /** Breaks off behind its first connection. */
    private record BrokenDump(Dump dump) implements Dump {
        @Override
        public boolean next() throws IOException {
            if (dump.connection().has(Column.ACCOUNTING) || !dump.next()) {
                throw new IOException("broken");
            }
            return true;
        }

        @Override
        public Connection connection() {
            return dump.connection();
        }

        @Override
        public long nowNanos() {
            return dump.nowNanos();
        }

        @Override
        public long epochNanos() {
            return dump.epochNanos();
        }

        @Override
        public Settings settings() {
            return dump.settings();
        }

        @Override
        public long size() {
            return dump.size();
        }

        @Override
        public void close() {
            dump.close();
        }
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new HashSet<>(files.map(path -> path.getFileName().toString()).toList());
        }
    }

    private static SnapshotSize save(final Path file, final Conntrack conntrack) throws IOException {
        return SnapshotFile.save(file, new SnapshotWriter("", 0, conntrack.settings(), entries -> { }),
            new ConntrackDump(conntrack, START, EPOCH));
    }

    /** What is there all the time is in each snapshot once; what comes and goes is whole or not there. */
    @Test
    void shouldSaveWholeConnectionsWhileTheTrackerWorks() throws IOException, InterruptedException {
        final Settings settings = Crowd.settings(Profile.LINUX, "max=9000", "acct=1", "timestamp=1");
        final Path file = directory.resolve("table.dat");
        final long begin = System.nanoTime();
        final AtomicBoolean stop = new AtomicBoolean();
        final SplittableRandom random = random();
        try (SharedTable table = Conntrack.builder().settings(settings).open(file, begin)) {
            final Set<Integer> lasting = new HashSet<>();
            for (int id = 100_000; id < 100_900; id += 9) {
                crowd.establish(table.worker(0), id, begin);
                lasting.add(id);
            }
            table.worker(0).handOver();
            final Thread tracker = new Thread(() -> {
                while (!stop.get()) {
                    crowd.sendAny(table.worker(0), random, 0, 2000, System.nanoTime());
                }
            });
            tracker.start();
            try {
                for (int round = 0; round < 100; round++) {
                    try (TableDump dump = TableDump.open(file, System.nanoTime(), EPOCH)) {
                        check(Snapshots.save(dump), lasting);
                    }
                }
            } finally {
                stop.set(true);
                tracker.join();
            }
        }
    }

    private static void check(final byte[] snapshot, final Set<Integer> lasting) throws IOException {
        final Set<Integer> missing = new HashSet<>(lasting);
        try (SnapshotReader reader = Snapshots.read(snapshot)) {
            while (reader.next()) {
                final Connection c = reader.connection();
                final int id = Crowd.id(c);
                assertTrue(id >= 0, "no such connection");
                // each packet of the original direction is counted with its state
                assertTrue(c.packets(0) + c.packets(1) > 0, "packets=0");
                assertTrue(!lasting.contains(id) || missing.remove(id), "twice: id=" + id);
            }
        }
        assertEquals(Set.of(), missing);
    }
}
