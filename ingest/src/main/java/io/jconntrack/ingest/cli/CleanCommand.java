/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.Cleaner;
import io.jconntrack.ingest.agent.TrackerFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jconntrack clean}: removes what trackers that have ended left in shared memory.
 */
@Command(name = "clean", mixinStandardHelpOptions = true,
    description = "Remove the files of a tracker that has ended, its table included; those of a living one stay.")
final class CleanCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--all", description = "Of all trackers that have ended.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        if (!all) {
            return clean(name.files()) ? 0 : 1;
        }
        int status = 0;
        for (final TrackerFiles files : TrackerFiles.all(TrackerFiles.SHARED_MEMORY)) {
            try {
                clean(files);
            } catch (final IOException e) {
                spec.commandLine().getErr().println("jconntrack: " + Messages.of(e));
                status = 1;
            }
        }
        return status;
    }

    private boolean clean(final TrackerFiles files) throws IOException {
        final PrintWriter err = spec.commandLine().getErr();
        final Cleaner.Result result = Cleaner.clean(files);
        err.println("jconntrack: " + files.directory() + ": " + switch (result) {
            case REMOVED -> "removed";
            case ABSENT -> "there are no such files";
            case TRACKER_LIVES -> "its tracker is running; stop it first";
            case HELPER_LIVES -> "a capture helper is running; stop it first";
        });
        return result == Cleaner.Result.REMOVED;
    }
}
