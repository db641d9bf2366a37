/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Conntrack;
import io.jconntrack.ingest.pcap.CaptureReader;
import io.jconntrack.net.LinkLayer;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import io.jconntrack.text.JsonFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack replay}: capture files through the tracker in packet time.
 */
@Command(name = "replay", mixinStandardHelpOptions = true,
    description = "Send capture files (pcap, pcapng, gzipped or not) through the tracker in packet time; print the "
        + "final table, or one verdict per packet, or what became of the connections.")
final class ReplayCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private SettingsOptions options;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Capture files, replayed in this order.")
    private List<Path> files;

    @Option(names = "--verdicts", paramLabel = "FILE",
        description = "Write one JSON object per packet to FILE, - for standard output, instead of the table. "
            + "Switches accounting on unless --set acct says otherwise.")
    private String verdicts;

    @Option(names = "--events", paramLabel = "FILE",
        description = "Write NEW, UPDATE and DESTROY of the connections to FILE, - for standard output, instead of "
            + "the table: as conntrack -E prints them, or with -o json one JSON object per event.")
    private String events;

    @Option(names = "--save", paramLabel = "FILE",
        description = "Save the final table as a snapshot (see jconntrack snapshot), - for standard output.")
    private String save;

    @Option(names = "--until", paramLabel = "SECONDS",
        description = "Stop at this packet time, counted from the first packet; may lie after the last one.")
    private Double until;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM",
        description = "Form of the table: proc (default of classic), nf (default of linux), json. json is a form of "
            + "events too.")
    private Form form;

    @Option(names = {"-w", "--zone"}, paramLabel = "ZONE",
        description = "Zone of the packets, 0 to 65535, or vlan: each VLAN is a zone of its own. Default: 0.")
    private String zone = "0";

    @Override
    public Integer call() throws IOException {
        final Settings settings = options.read();
        if (until != null && !(until >= 0 && until < 1e10)) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--until " + until + " is out of range");
        }
        if ("-".equals(save) && (verdicts != null || events != null)) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "--save - does not go together with --verdicts and --events: give it a file");
        }
        if (verdicts != null && events != null) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "--verdicts and --events don't go together: replay once for each");
        }
        final PrintWriter err = spec.commandLine().getErr();
        if (verdicts != null) {
            SettingsOptions.accountUnlessSet(settings);
        }
        try (Conntrack conntrack = Conntrack.builder().settings(settings).build()) {
            final Replay replay = new Replay(conntrack, until == null ? -1 : Math.round(until * 1e9), zone());
            if (events != null) {
                writeEvents(replay, err);
            } else if (verdicts == null) {
                for (final Path file : files) {
                    run(replay, file, null, err);
                }
                replay.finish();
                if (!"-".equals(save)) {
                    printTable(conntrack, settings, replay);
                }
            } else {
                try (OutputStream out = open(verdicts)) {
                    for (final Path file : files) {
                        run(replay, file, out, err);
                    }
                }
            }
            if (save != null) {
                replay.finish();
                saveTable(replay);
            }
            err.printf("%d packets, %d entries, %d bytes of table, %.1f bytes per entry of its capacity%n",
                replay.packets(), conntrack.count(), conntrack.table().bytes(),
                (double)conntrack.table().bytes() / conntrack.table().capacity());
        }
        return 0;
    }

    private static OutputStream open(final String file) throws IOException {
        return new BufferedOutputStream(file.equals("-") ? System.out : Files.newOutputStream(Path.of(file)), 1 << 16);
    }

    private void writeEvents(final Replay replay, final PrintWriter err) throws IOException {
        try (EventLines lines = new EventLines(replay, open(events), form == Form.JSON)) {
            replay.conntrack().listener(lines);
            for (final Path file : files) {
                run(replay, file, null, err);
                lines.check();
            }
            replay.finish();
            replay.conntrack().listener(null);
            lines.check();
        }
    }

    private int zone() {
        if (zone.equals("vlan")) {
            return Replay.ZONE_OF_VLAN;
        }
        if (!zone.matches("[0-9]{1,5}") || Integer.parseInt(zone) > 0xFFFF) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "--zone " + zone + " is neither vlan nor a number from 0 to 65535");
        }
        return Integer.parseInt(zone);
    }

    private static void run(final Replay replay, final Path file, final OutputStream out, final PrintWriter err)
        throws IOException {
        final JsonFormat json = new JsonFormat(replay.conntrack());
        final StringBuilder line = new StringBuilder(1024);
        try (CaptureReader reader = CaptureReader.open(file); Progress progress = new Progress(file, reader)) {
            boolean told = false;
            while (reader.next()) {
                if (!told && !LinkLayer.supports(reader.linkType())) {
                    told = true;
                    err.println("jconntrack: " + file + ": link type " + reader.linkType()
                        + " is not supported; its frames count as NOTIP");
                }
                final long number = replay.packets();
                if (!replay.packet(reader, out != null)) {
                    break;
                }
                if (out != null) {
                    line.setLength(0);
                    json.appendVerdict(line, number, replay.verdict(), replay.elapsedNanos(), replay.nowNanos());
                    out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
                }
                progress.packet(replay.packets());
            }
            if (reader.warning() != null) {
                err.println("jconntrack: " + reader.warning());
            }
        }
    }

    private void saveTable(final Replay replay) throws IOException {
        final long now = Math.max(0, replay.nowNanos());
        final SnapshotWriter writer = new SnapshotWriter("", 0, replay.conntrack().settings(), entries -> { });
        SnapshotFiles.save(save, writer, new ConntrackDump(replay.conntrack(), now, now));
    }

    private void printTable(final Conntrack conntrack, final Settings settings, final Replay replay)
        throws IOException {
        final Form chosen = form != null ? form : Form.of(settings.profile());
        try (ConntrackDump dump = new ConntrackDump(conntrack, replay.nowNanos(), replay.nowNanos())) {
            DumpOutput.print(dump, connection -> true, new EntryFormat(chosen, settings),
                spec.commandLine().getOut());
        }
    }
}
