/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import io.jconntrack.entry.Column;
import io.jconntrack.packet.Packet;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.snapshot.SnapshotReader;
import io.jconntrack.snapshot.SnapshotSize;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Snapshots in memory, and what they show.
 */
final class Snapshots {
    private Snapshots() {
    }

    static byte[] save(final Conntrack conntrack, final long nowNanos, final long epochNanos) throws IOException {
        return save(new ConntrackDump(conntrack, nowNanos, epochNanos));
    }

    static byte[] save(final Dump dump) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final SnapshotSize size = new SnapshotWriter("test", 77, dump.settings(), entries -> { })
            .write(dump, Channels.newChannel(bytes));
        if (size.bytes() != bytes.size()) {
            throw new AssertionError(size + " but bytes=" + bytes.size());
        }
        return bytes.toByteArray();
    }

    static SnapshotReader read(final byte[] bytes) throws IOException {
        return SnapshotReader.open(Channels.newChannel(new ByteArrayInputStream(bytes)), "memory");
    }

    /** All that a dump shows of its connections but their ids, sorted. */
    static List<String> lines(final Dump dump) throws IOException {
        final List<String> lines = new ArrayList<>();
        while (dump.next()) {
            lines.add(line(dump.connection(), dump.settings(), dump.nowNanos()));
        }
        Collections.sort(lines);
        return lines;
    }

    static List<String> lines(final byte[] snapshot) throws IOException {
        try (SnapshotReader reader = read(snapshot)) {
            return lines(reader);
        }
    }

    /** All that is shown of a connection, its start as an age. */
    static String line(final Connection c, final Settings settings, final long nowNanos) {
        final StringBuilder line = new StringBuilder();
        new EntryFormat(Form.NF, settings).append(line, c, nowNanos);
        line.append("\nstatus=").append(c.status());
        for (int direction = 0; direction < 2; direction++) {
            line.append(" packets=").append(c.packets(direction)).append(" bytes=").append(c.bytes(direction));
            if (c.isTcp()) {
                line.append(" wscale=").append(c.windowScale(direction)).append(" flags=")
                    .append(c.tcpFlags(direction));
            } else {
                line.append(" vtag=").append(c.protocol() == Packet.SCTP ? c.vtag(direction) : -1);
            }
        }
        line.append(" labels=");
        for (int label = 0; label < 128; label++) {
            line.append(c.hasLabel(label) ? "," + label : "");
        }
        return line.append(" age=").append(c.has(Column.TIMESTAMP) ? nowNanos - c.startNanos() : -1)
            .append(" state=").append(c.stateNumber()).toString();
    }
}
