/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.CncReader;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.settings.SettingException;
import io.jconntrack.settings.Settings;
import io.jconntrack.settings.SettingsFile;
import io.jconntrack.snapshot.SnapshotSize;
import io.jconntrack.snapshot.SnapshotWriter;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack snapshot save}: the connections of a tracker into a file.
 */
@Command(name = "save", mixinStandardHelpOptions = true,
    description = "Save the connections of a tracker, running or ended, without disturbing it. A file that is there "
        + "is replaced once the new one is whole.")
final class SnapshotSaveCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "File to write; - for standard output.")
    private String file;

    @Override
    public Integer call() throws IOException {
        final TrackerFiles files = name.files();
        final long start = System.nanoTime();
        try (TableDump dump = TrackerTable.open(files); SnapshotProgress progress = new SnapshotProgress(dump.size())) {
            final SnapshotWriter writer = new SnapshotWriter(files.name(), dump.view().ownersPid(),
                settings(files, dump.settings()), progress::entries);
            final SnapshotSize size = SnapshotFiles.save(file, writer, dump);
            progress.clear();
            if (size != null) {
                spec.commandLine().getErr().printf(Locale.ROOT, "%s: %d connections, %d bytes, %.3f s%n",
                    SnapshotFiles.name(file), size.entries(), size.bytes(), (System.nanoTime() - start) / 1e9);
            }
        }
        return 0;
    }

    /** Those that the tracker tells; only its profile when it does not. */
    private static Settings settings(final TrackerFiles files, final Settings known) {
        try (CncReader cnc = CncReader.open(files.cnc())) {
            final Settings settings = new Settings(known.profile());
            SettingsFile.parseKnown(cnc.settings(), settings);
            return settings;
        } catch (final IOException | SettingException gone) {
            return known;
        }
    }
}
