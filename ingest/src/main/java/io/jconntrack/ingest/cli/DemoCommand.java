/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.Statistics;
import io.jconntrack.ingest.pcap.CaptureReader;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.ProcFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack demo}: a bundled capture of real traffic, stopped at the moments that the mission text tells of.
 */
@Command(name = "demo", mixinStandardHelpOptions = true,
    description = "Replay a bundled capture of real traffic and show the table at the moments that matter; "
        + "needs no root and no network.")
final class DemoCommand implements Callable<Integer> {
    private static final String CAPTURE = "/io/jconntrack/ingest/demo/demo.pcap.gz";
    private static final String STORY = "/io/jconntrack/ingest/demo/story.tsv";
    private static final int LINES_SHOWN = 3;

    @CommandLine.Mixin
    private SettingsOptions options;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        final Settings settings = options.read();
        final PrintWriter out = spec.commandLine().getOut();
        final Path capture = Files.createTempFile("jconntrack-demo", ".pcap.gz");
        try (InputStream resource = DemoCommand.class.getResourceAsStream(CAPTURE)) {
            Files.copy(resource, capture, StandardCopyOption.REPLACE_EXISTING);
            try (Conntrack conntrack = Conntrack.builder().settings(settings).build();
                CaptureReader reader = CaptureReader.open(capture)) {
                new Player(conntrack, reader, settings, out).play(story());
            }
        } finally {
            Files.delete(capture);
        }
        out.println();
        out.println("Try next:  jconntrack demo --profile linux         the same through Linux's eyes");
        out.println("           jconntrack replay --verdicts - FILE     a verdict for each packet of yours");
        out.println("           jconntrack settings                     what can be tuned");
        out.flush();
        return 0;
    }

    private record Moment(double seconds, String title, String part) {
    }

    private static List<Moment> story() throws IOException {
        final List<Moment> moments = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            DemoCommand.class.getResourceAsStream(STORY), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    final String[] columns = line.split("\t", 3);
                    moments.add(new Moment(Double.parseDouble(columns[0]), columns[1], columns[2]));
                }
            }
        }
        return moments;
    }

    private static final class Player {
        private final Conntrack conntrack;
        private final CaptureReader reader;
        private final PrintWriter out;
        private final Connection connection;
        private final ProcFormat format;
        private long packets;
        private long firstNanos;
        private boolean more;

        private Player(final Conntrack conntrack, final CaptureReader reader, final Settings settings,
            final PrintWriter out) throws IOException {
            this.conntrack = conntrack;
            this.reader = reader;
            this.out = out;
            connection = new Connection(conntrack);
            format = new ProcFormat(settings.profile() == Profile.LINUX, settings);
            more = reader.next();
            firstNanos = reader.timestampNanos();
        }

        private void play(final List<Moment> story) throws IOException {
            for (final Moment moment : story) {
                final long now = firstNanos + Math.round(moment.seconds * 1e9);
                advance(now);
                out.printf(Locale.ROOT, "%n%8.3f s  %s%n", moment.seconds, moment.title);
                show(lines(moment.part, now));
            }
            advance(Long.MAX_VALUE);
            out.printf("%nThe table after the last of %d packets: %d entries%n", packets, conntrack.count());
            for (final String line : lines("", reader.timestampNanos())) {
                if (line.contains("[ASSURED]") || line.contains("icmp") || line.contains("udp")) {
                    out.println("  " + line);
                }
            }
            out.println("  (connection attempts left out)");
            statistics();
        }

        private void advance(final long untilNanos) throws IOException {
            while (more && reader.timestampNanos() <= untilNanos) {
                final long now = reader.timestampNanos();
                conntrack.poll(now, Integer.MAX_VALUE);
                conntrack.processFrame(reader.buffer(), reader.offset(), reader.capturedLength(),
                    reader.originalLength(), reader.linkType(), now);
                packets++;
                more = reader.next();
            }
            if (untilNanos != Long.MAX_VALUE) {
                conntrack.poll(untilNanos, Integer.MAX_VALUE);
            }
        }

        private List<String> lines(final String part, final long now) {
            final List<String> lines = new ArrayList<>();
            for (int number = 0; number < conntrack.table().bound(); number++) {
                if (connection.moveTo(number)) {
                    final StringBuilder line = new StringBuilder();
                    format.append(line, connection, now);
                    if (line.indexOf(part) >= 0) {
                        lines.add(line.toString());
                    }
                }
            }
            return lines;
        }

        private void show(final List<String> lines) {
            if (lines.isEmpty()) {
                out.println("            (no such entry)");
            }
            for (int i = 0; i < lines.size() && i < LINES_SHOWN; i++) {
                out.println("  " + lines.get(i));
            }
            if (lines.size() > LINES_SHOWN) {
                out.println("  ... and " + (lines.size() - LINES_SHOWN) + " more");
            }
        }

        private void statistics() {
            final Statistics statistics = conntrack.statistics();
            out.print("Verdicts:");
            for (final ConnState state : ConnState.values()) {
                if (statistics.packets(state) > 0) {
                    out.print("  " + state + " " + statistics.packets(state));
                }
            }
            out.println();
            for (final Reason reason : Reason.values()) {
                if (reason.refuses() && statistics.packets(reason) > 0) {
                    out.println("  INVALID " + statistics.packets(reason) + ": " + reason.text());
                }
            }
        }
    }
}
