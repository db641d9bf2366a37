/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.entry.TableFileException;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableStatistics;
import io.jconntrack.table.TupleKey;
import io.jconntrack.text.JsonEntry;
import io.jconntrack.text.ProcFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes stand in a table's file, a reader and a recovery end without a fault: they refuse it or show
 * something.
 */
class HostileTableTest {
    private static final int ROUNDS = 150;
    private static final int CONNECTIONS = 200;
    private static final long START = 5_000_000_000_000L;
    private static final long LONGEST = (1L << 31) * 1_000_000_000L;
    private static final int TABLE = 4096;

    @TempDir
    Path directory;
    private final Crowd crowd = new Crowd();
    private final Settings settings = Crowd.settings(Profile.LINUX, "max=300", "acct=1");
    private final ProcFormat proc = new ProcFormat(true, settings);
    private int shown;
    private int refused;

    @Test
    void shouldNeverFaultWhateverStandsInTheFile() throws IOException {
        final long seed = Long.getLong("jconntrack.seed", System.nanoTime());
        System.out.println("HostileTableTest: -Djconntrack.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final Path file = directory.resolve("table.dat");
        try (SharedTable table = open(file)) {
            for (int id = 0; id < CONNECTIONS; id++) {
                crowd.establish(table.worker(0), id, START);
            }
        }
        final byte[] good = Files.readAllBytes(file);
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] bad = good.clone();
            final int from = round % 3 == 0 ? 0 : TABLE;
            final int to = round % 3 == 0 ? 128 : bad.length;
            final int changes = round % 3 == 0 ? 1 : random.nextInt(1, bad.length / 4);
            for (int i = 0; i < changes; i++) {
                bad[random.nextInt(from, to)] = (byte)random.nextInt();
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bad), 0);
            }
            look(file);
            takeOver(file);
        }
        assertTrue(shown > ROUNDS, "shown=" + shown);
        assertTrue(refused > 10, "refused=" + refused);
    }

    private SharedTable open(final Path file) throws IOException {
        return Conntrack.builder().settings(settings).open(file, START);
    }

    private void look(final Path file) throws IOException {
        try (MappedTable view = MappedTable.open(file)) {
            final Connection c = new Connection(view);
            view.size();
            view.ownersNanos();
            assertTrue(view.size(0) >= 0 && view.size(0) <= view.capacity());
            final TableStatistics index = new TableStatistics(view);
            assertTrue(index.members() >= 0 && index.longestProbe() <= view.capacity(), "bounded by the table");
            for (int n = 0; n < view.bound(); n++) {
                if (c.moveTo(n)) {
                    print(c);
                }
            }
            final TupleKey key = view.newKey();
            for (int id = 0; id < CONNECTIONS; id++) {
                Crowd.key(key, id);
                if (c.moveTo(key)) {
                    print(c);
                }
            }
        } catch (final TableFileException e) {
            refused++;
        }
    }

    private void print(final Connection c) {
        final StringBuilder line = new StringBuilder();
        proc.append(line, c, START);
        JsonEntry.append(line, c, START);
        shown++;
    }

    private void takeOver(final Path file) throws IOException {
        try (SharedTable table = open(file)) {
            final int kept = table.recovery().kept();
            final Conntrack conntrack = table.worker(0);
            assertTrue(kept >= 0 && kept == conntrack.count());
            for (int id = 0; id < 2 * CONNECTIONS; id++) {
                crowd.send(conntrack, id, 0, START);
            }
            // in steps that a clock may make
            for (int i = 1; i <= 16; i++) {
                conntrack.poll(START + LONGEST / 16 * i, Integer.MAX_VALUE);
            }
            assertTrue(conntrack.count() == 0);
        } catch (final TableFileException e) {
            refused++;
        }
    }
}
