/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
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
        int status = 0;
        for (final TrackerFiles files : all ? TrackerFiles.all(TrackerFiles.SHARED_MEMORY) : List.of(name.files())) {
            if (files.clean()) {
                spec.commandLine().getErr().println("jconntrack: " + files.directory() + ": removed");
            } else if (!all) {
                spec.commandLine().getErr().println("jconntrack: " + files.directory() + (Files.exists(
                    files.directory()) ? ": its tracker is running; stop it first" : ": there are no such files"));
                status = 1;
            }
        }
        return status;
    }
}
