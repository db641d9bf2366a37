/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.Statistics;
import io.jconntrack.ingest.pcap.CaptureReader;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tracker makes of capture files: packets by verdict, connections by state when the last file ends, and refused
 * packets by reason. Time is that of the packets, so that the answer is the same on every run.
 */
public final class Analyser {
    private static final int CONNECTIONS = 1_000_000;

    private final Conntrack conntrack;
    private long nowNanos;

    private Analyser(final Conntrack conntrack) {
        this.conntrack = conntrack;
    }

    /**
     * Analyse captures.
     *
     * @param args names of files: pcap or pcapng, gzipped or not.
     */
    public static void main(final String[] args) {
        if (args.length == 0 || args[0].startsWith("-")) {
            System.err.println("usage: analyse CAPTURE...");
            System.exit(2);
        }
        try {
            analyse(Arrays.stream(args).map(Path::of).toList(), System.out);
        } catch (final IOException e) {
            System.err.println("analyse: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Read captures one after the other, as one stretch of time. */
    static void analyse(final Iterable<Path> files, final PrintStream out) throws IOException {
        try (Conntrack conntrack = Conntrack.builder().profile(Profile.LINUX).capacity(CONNECTIONS).build()) {
            final Analyser analyser = new Analyser(conntrack);
            for (final Path file : files) {
                analyser.read(file);
            }
            analyser.print(out);
        }
    }

    private void read(final Path file) throws IOException {
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next()) {
                // a stamp before the last one counts as simultaneous
                nowNanos = Math.max(nowNanos, reader.timestampNanos());
                conntrack.poll(nowNanos, Integer.MAX_VALUE);
                conntrack.processFrame(reader.buffer(), reader.offset(), reader.capturedLength(),
                    reader.originalLength(), reader.linkType(), nowNanos);
            }
            if (reader.warning() != null) {
                System.err.println("analyse: " + reader.warning());
            }
        }
    }

    private void print(final PrintStream out) {
        final Statistics statistics = conntrack.statistics();
        out.println("packets by verdict");
        for (final ConnState state : ConnState.values()) {
            print(out, statistics.packets(state), state.name());
        }
        out.printf("connections: %d opened, %d at the end, by state%n", statistics.opened(), conntrack.count());
        connectionsByState().forEach((state, count) -> print(out, count, state));
        printReasons(out, statistics, "packets refused, by reason", true);
        printReasons(out, statistics, "packets let through but ignored, by reason", false);
    }

    private Map<String, Long> connectionsByState() {
        final Map<String, Long> counts = new TreeMap<>();
        final Connection connection = new Connection(conntrack);
        for (int next = 0; (next = connection.moveToNext(next, nowNanos)) >= 0; next++) {
            final String state = connection.state();
            counts.merge(connection.protocolName() + (state == null ? "" : " " + state), 1L, Long::sum);
        }
        return counts;
    }

    private static void printReasons(final PrintStream out, final Statistics statistics, final String title,
        final boolean refuse) {
        out.println(title);
        for (final Reason reason : Reason.values()) {
            if (reason != Reason.NONE && reason.refuses() == refuse) {
                print(out, statistics.packets(reason), reason.name() + ": " + reason.text());
            }
        }
    }

    private static void print(final PrintStream out, final long count, final String what) {
        if (count > 0) {
            out.printf("%12d  %s%n", count, what);
        }
    }
}
