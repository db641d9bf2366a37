/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.SnapshotFile;
import io.jconntrack.snapshot.SnapshotReader;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Made the golden snapshots of version 1, and makes those of the next one: two files for each profile, one with all
 * columns, one with none, of connections of all protocols over IPv4 and IPv6, in all stages, and in two zones; beside
 * each what is shown of it. {@code MakeGoldenSnapshots DIRECTORY}. Those of a version that was released are never made
 * again.
 */
final class MakeGoldenSnapshots {
    static final long NOW = 1_000_000_000_000L;
    static final long EPOCH = 1_780_000_000_123_000_000L;
    private static final int STAGES = 5;
    private static final int CONNECTIONS = 45;

    private MakeGoldenSnapshots() {
    }

    /**
     * Make them.
     *
     * @param args the directory.
     * @throws IOException when it can't be written.
     */
    public static void main(final String[] args) throws IOException {
        for (final Profile profile : Profile.values()) {
            make(Path.of(args[0], profile.label() + "-all"), profile, true);
            make(Path.of(args[0], profile.label() + "-none"), profile, false);
        }
    }

    private static void make(final Path name, final Profile profile, final boolean columns) throws IOException {
        final Settings settings = Crowd.settings(profile, "max=1000", columns ? "acct=1" : "acct=0",
            columns ? "timestamp=1" : "timestamp=0", "gre_timeout=31", "tcp_loose=0");
        final Conntrack conntrack = Conntrack.builder().settings(settings)
            .columns(columns ? Set.of(Column.MARK, Column.LABELS) : Set.of()).build();
        final Path file = Path.of(name + ".snapshot");
        try (conntrack) {
            fill(conntrack);
            SnapshotFile.save(file, new SnapshotWriter("golden", 4711, settings, entries -> { }),
                new ConntrackDump(conntrack, NOW, EPOCH));
        }
        try (SnapshotReader reader = SnapshotReader.open(file)) {
            Files.writeString(Path.of(name + ".txt"), shown(reader));
        }
    }

    private static void fill(final Conntrack conntrack) {
        final Crowd crowd = new Crowd();
        for (int id = 0; id < CONNECTIONS; id++) {
            for (int step = 0; step <= id % STAGES; step++) {
                final long now = NOW - 1_000_000_000L - id * 1_000_000L;
                final long verdict = crowd.send(conntrack, id, step, now);
                final int length = crowd.buffer.getByte(0) == 0x45 ? crowd.buffer.getShort(2,
                    java.nio.ByteOrder.BIG_ENDIAN) : 40 + crowd.buffer.getShort(4, java.nio.ByteOrder.BIG_ENDIAN);
                conntrack.process(crowd.buffer, 0, length, length, 7, now);
                if (Verdict.entry(verdict) >= 0) {
                    conntrack.mark(Verdict.entry(verdict), id * 0x1000_0001, now);
                    conntrack.connectionTable().columns().label(Verdict.entry(verdict), id * 3 % 128);
                }
            }
        }
    }

    /** What is shown of a snapshot, and what no form shows. */
    static String shown(final SnapshotReader reader) throws IOException {
        final StringBuilder text = new StringBuilder();
        final EntryFormat proc = new EntryFormat(Form.PROC, reader.settings());
        while (reader.next()) {
            proc.append(text, reader.connection(), reader.nowNanos());
            text.append("\n  ").append(Snapshots.line(reader.connection(), reader.settings(), reader.nowNanos())
                .replace("\n", "\n  ")).append(" id=").append(reader.connection().id()).append('\n');
        }
        return text.toString();
    }
}
