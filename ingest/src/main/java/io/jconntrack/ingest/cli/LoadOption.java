/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.settings.Profile;
import io.jconntrack.snapshot.SnapshotLoader;
import io.jconntrack.table.TableFile;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * A snapshot that a tracker goes on with.
 */
final class LoadOption {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--load", paramLabel = "FILE",
        description = "Go on with the connections of a snapshot (jconntrack snapshot save), unless the tracker takes "
            + "over a table that is there still. With one worker.")
    private Path file;

    @Option(names = "--load-inherited", hidden = true,
        description = "The snapshot is standard input: this program opened it before it gave its privileges up.")
    private boolean inherited;

    /**
     * Complain when several workers would have to load.
     *
     * @param workers of the tracker.
     * @param option that says how many.
     */
    void check(final int workers, final String option) {
        if (file != null && workers != 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--load goes with " + option + " 1: "
                + "which worker a connection's packets come to is the kernel's choice, and no snapshot knows it");
        }
    }

    /**
     * Keep the snapshot open for this program, executed anew as somebody who may not open it.
     *
     * @param files of the tracker.
     * @return options for it.
     */
    List<String> handOver(final TrackerFiles files) throws IOException {
        if (file == null || TableFile.isThere(files.table())) {
            return List.of();
        }
        StandardInput.become(file);
        return List.of("--load-inherited");
    }

    /**
     * Open the snapshot.
     *
     * @param files of the tracker.
     * @param profile of the tracker.
     * @param log takes why it is not loaded.
     * @return a loader, or null when there is nothing to load.
     */
    SnapshotLoader open(final TrackerFiles files, final Profile profile, final Consumer<String> log)
        throws IOException {
        if (file == null) {
            return null;
        }
        if (TableFile.isThere(files.table())) {
            log.accept(file + ": not loaded: " + files.table() + " is there still; to give it up: jconntrack clean "
                + "--name " + files.name());
            return null;
        }
        return inherited
            ? SnapshotLoader.open(new FileInputStream(FileDescriptor.in).getChannel(), file.toString(), profile)
            : SnapshotLoader.open(file, profile);
    }

    /** The option as it was given, for another command that has it too. */
    List<String> arguments() {
        return file == null ? List.of() : List.of("--load", file.toString());
    }
}
