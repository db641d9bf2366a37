/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.SharedTable;
import io.jconntrack.entry.TableFileException;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.MappedTable;
import io.jconntrack.table.TableStatistics;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any bytes as a table's file: who looks at it and who takes it over refuses it, or finds no more than it can hold. The
 * mapping is as long as the file: who reads behind it is killed.
 */
class TableFuzzTest {
    private static final long START = 5_000_000_000_000L;
    private static final int LENGTH_CHOSEN = 1;
    private static final Settings SETTINGS = new Settings(Profile.LINUX).set("max", "32").set("acct", "1")
        .set("checksum", "0");
    private static final Path FILE = Path.of("target", "fuzz-table.dat");
    private static final byte[] GOOD = good();

    private static byte[] good() {
        try {
            Files.createDirectories(FILE.getParent());
            Files.deleteIfExists(FILE);
            final HostilePackets packets = new HostilePackets(new SplittableRandom(1));
            try (SharedTable table = take()) {
                for (int i = 0; i < 200; i++) {
                    final byte[] packet = packets.next();
                    final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(packet.length + 1));
                    buffer.putBytes(0, packet);
                    table.worker(0).process(buffer, 0, packet.length, START);
                }
            }
            return Files.readAllBytes(FILE);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SharedTable take() throws IOException {
        return Conntrack.builder().settings(SETTINGS).open(FILE, START);
    }

    /** Changes to a table's file, the first byte may cut or lengthen it. */
    @FuzzTest(maxDuration = "1m")
    void file(final byte[] input) throws IOException {
        LastInput.is(input, input.length);
        final byte[] bad = Patches.apply(GOOD, input, LENGTH_CHOSEN);
        final int cut = input.length == 0 ? 0 : input[0];
        final byte[] content = Arrays.copyOf(bad, Math.max(0, bad.length + cut * 1024));
        Files.write(FILE, content);
        look();
        try (SharedTable table = take()) {
            final int kept = table.recovery().kept();
            if (kept != table.worker(0).count() || kept > 32) {
                throw new AssertionError("kept=" + kept + " count=" + table.worker(0).count());
            }
            table.worker(0).poll(Long.MAX_VALUE / 2, Integer.MAX_VALUE);
            if (table.worker(0).count() != 0) {
                throw new AssertionError("left=" + table.worker(0).count());
            }
        } catch (final TableFileException e) {
            check(e);
        }
    }

    private static void check(final TableFileException e) {
        if (e.getMessage().indexOf('\n') >= 0) {
            throw new AssertionError(e);
        }
    }

    private static void look() throws IOException {
        try (MappedTable view = MappedTable.open(FILE)) {
            final Connection c = new Connection(view);
            final EntryFormat format = new EntryFormat(Form.NF, SETTINGS);
            final TableStatistics index = new TableStatistics(view);
            view.ownersNanos();
            if (view.size() < 0 || view.size() > view.capacity() || view.bound() > view.capacity()
                || index.members() < 0) {
                throw new AssertionError("size=" + view.size() + " bound=" + view.bound());
            }
            for (int n = 0; n < view.bound(); n++) {
                if (c.moveTo(n)) {
                    format.append(new StringBuilder(), c, START);
                }
            }
        } catch (final TableFileException e) {
            check(e);
        } catch (final IOException e) {
            if (Files.size(FILE) > 0) {
                throw e;
            }
        }
    }
}
