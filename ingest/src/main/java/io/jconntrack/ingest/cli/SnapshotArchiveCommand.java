/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.archive.Archive;
import io.jconntrack.ingest.archive.ArchiveSize;
import io.jconntrack.ingest.archive.SnapshotInfo;
import io.jconntrack.snapshot.Dump;
import io.jconntrack.snapshot.SnapshotReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack snapshot archive}: many snapshots in one file, by connection.
 */
@Command(name = "archive", mixinStandardHelpOptions = true,
    description = "Add the connections of a tracker, as they are now, to an archive, once or again and again; or tell "
        + "which snapshots an archive has. Several programs may add to one archive and read it at once.")
final class SnapshotArchiveCommand implements Callable<Integer> {
    private static final int PROGRESS_MASK = (1 << 14) - 1;

    @CommandLine.Mixin
    private ArchiveOption archive;
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--every", paramLabel = "SECONDS",
        description = "Go on adding, with this time between the beginnings, until --for is over, the tracker has "
            + "ended, or SIGINT or SIGTERM comes.")
    private Double every;

    @Option(names = "--for", paramLabel = "SECONDS", description = "With --every: end after this time.")
    private Double seconds;

    @Option(names = "--list", description = "Add nothing; print which snapshots the archive has.")
    private boolean list;

    @Option(names = {"-o", "--output"}, paramLabel = "FORM", description = "With --list: text (default) or json.")
    private ArchiveForm form;

    @Option(names = "--entries", paramLabel = "N", defaultValue = "" + ArchiveSize.DEFAULT_ENTRIES,
        description = "Size of an archive that is made now, some 230 bytes each: an entry has two observations of one "
            + "connection. Default: ${DEFAULT-VALUE}.")
    private long entries;

    @Option(names = "--keep", paramLabel = "N", defaultValue = "" + ArchiveSize.DEFAULT_KEEP,
        description = "Newest observations of a connection that an archive made now will keep. "
            + "Default: ${DEFAULT-VALUE}.")
    private int keep;

    @Parameters(arity = "0..*", paramLabel = "FILE",
        description = "Add these files of snapshot save instead, each under the name of its tracker; oldest first.")
    private List<Path> snapshots = List.of();

    @Override
    public Integer call() throws IOException {
        check(every == null || every >= 0.001 && every < 1e9, "--every " + every + " is out of range");
        check(seconds == null || every != null, "--for: goes with --every");
        check(form == null || list, "--output: goes with --list");
        check(!list || every == null, "--list: adds nothing, so --every does not go with it");
        check(snapshots.isEmpty() || every == null && !list, "FILE: goes with neither --every nor --list");
        return list ? list() : snapshots.isEmpty() ? add() : addFiles();
    }

    private void check(final boolean right, final String message) {
        if (!right) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    private ArchiveSize size() {
        try {
            return new ArchiveSize(entries, keep);
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private int list() throws IOException {
        final StringBuilder lines = new StringBuilder();
        try (Archive opened = Archive.open(archive.file(), this::note)) {
            for (final SnapshotInfo snapshot : opened.catalogue()) {
                if (form == ArchiveForm.JSON) {
                    ArchiveText.snapshotJson(lines, snapshot);
                } else {
                    ArchiveText.snapshot(lines, snapshot);
                }
            }
        }
        spec.commandLine().getOut().append(lines).flush();
        return 0;
    }

    private int addFiles() throws IOException {
        final ArchiveSize size = size();
        try (Stop stop = new Stop(null); Archive opened = Archive.openOrCreate(archive.file(), size, this::note)) {
            for (final Path file : snapshots) {
                if (stop.await(0)) {
                    return 1;
                }
                try (SnapshotReader reader = SnapshotReader.open(file)) {
                    final String tracker = reader.trackerName();
                    if (!add(opened, reader, tracker.isEmpty() ? file.toString() : tracker, stop)) {
                        return 1;
                    }
                }
            }
        }
        return 0;
    }

    private int add() throws IOException {
        final ArchiveSize size = size();
        final TrackerFiles files = name.files();
        try (Stop stop = new Stop(RunOptions.checked(seconds, spec))) {
            stop.start();
            long nextNanos = System.nanoTime();
            while (true) {
                // opened each time, so that it can be repaired between two snapshots when somebody was killed
                final boolean complete;
                try (Dump dump = TrackerTable.open(files);
                    Archive opened = Archive.openOrCreate(archive.file(), size, this::note)) {
                    complete = add(opened, dump, files.name(), stop);
                }
                if (every == null) {
                    return complete ? 0 : 1;
                }
                // a late one does not make the next ones late
                nextNanos = Math.max(nextNanos + Math.round(every * 1e9), System.nanoTime());
                if (stop.await(nextNanos - System.nanoTime())) {
                    return 0;
                }
                if (!files.isAlive()) {
                    note("the tracker has ended");
                    return 0;
                }
            }
        }
    }

    /** Gives false when it was stopped before all of it was added. */
    private boolean add(final Archive opened, final Dump dump, final String source, final Stop stop)
        throws IOException {
        final boolean shows = System.console() != null && System.console().isTerminal();
        final long begin = System.nanoTime();
        final SnapshotInfo added = opened.add(dump, source, count -> {
            if (shows && (count & PROGRESS_MASK) == 0) {
                System.err.printf("\r%s: %d of %d connections ", source, count, dump.size());
            }
            return !stop.await(0);
        });
        if (shows) {
            System.err.print("\r\033[K");
        }
        final String what = "snapshot " + added.number() + " of " + source + ": ";
        note(added.isComplete()
            ? String.format("%s%d connections in %.1f s; %d of %d entries used", what, added.size(),
                (System.nanoTime() - begin) / 1e9, opened.entries(), opened.size().entries())
            : what + "ended before it was complete");
        return added.isComplete();
    }

    private void note(final String text) {
        final PrintWriter err = spec.commandLine().getErr();
        err.println("jconntrack: " + text);
        err.flush();
    }
}
