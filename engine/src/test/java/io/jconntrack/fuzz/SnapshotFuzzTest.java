/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jconntrack.snapshot.SnapshotFormatException;
import io.jconntrack.snapshot.SnapshotReader;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;

/**
 * Any bytes as a snapshot: it is refused, or what it shows can be saved and shows the same again.
 */
class SnapshotFuzzTest {
    /** Two blocks of the file in which all kinds of connections are. */
    private static final byte[] GOOD = good();

    private static byte[] good() {
        try (InputStream in = SnapshotFuzzTest.class.getResourceAsStream(
            "/io/jconntrack/snapshot/v1/linux-all.snapshot")) {
            return in.readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes themselves. */
    @FuzzTest(maxDuration = "1m")
    void bytes(final byte[] input) throws IOException {
        LastInput.is(input, input.length);
        read(input);
    }

    /** Changes to a snapshot, under right checksums. */
    @FuzzTest(maxDuration = "1m")
    void sealed(final byte[] input) throws IOException {
        LastInput.is(input, input.length);
        final byte[] bad = Patches.apply(GOOD, input, 0);
        Seals.mend(bad);
        read(bad);
    }

    private static SnapshotReader open(final byte[] snapshot) throws IOException {
        return SnapshotReader.open(Channels.newChannel(new ByteArrayInputStream(snapshot)), "memory");
    }

    private static void read(final byte[] snapshot) throws IOException {
        final List<String> first;
        try {
            first = lines(snapshot);
        } catch (final SnapshotFormatException e) {
            if (e.offset() < 0 || e.offset() > snapshot.length || e.getMessage().indexOf('\n') >= 0) {
                throw new AssertionError(e);
            }
            return;
        }
        final ByteArrayOutputStream again = new ByteArrayOutputStream();
        try (SnapshotReader reader = open(snapshot)) {
            new SnapshotWriter("again", 1, reader.settings(), entries -> { }).write(reader,
                Channels.newChannel(again));
        }
        final List<String> second = lines(again.toByteArray());
        if (!first.equals(second)) {
            throw new AssertionError("connections=" + first.size() + " again=" + second.size());
        }
    }

    private static List<String> lines(final byte[] snapshot) throws IOException {
        final List<String> lines = new ArrayList<>();
        try (SnapshotReader reader = open(snapshot)) {
            final EntryFormat format = new EntryFormat(Form.NF, reader.settings());
            while (reader.next()) {
                final StringBuilder line = new StringBuilder();
                format.append(line, reader.connection(), reader.nowNanos());
                lines.add(line.toString());
            }
        }
        return lines;
    }
}
