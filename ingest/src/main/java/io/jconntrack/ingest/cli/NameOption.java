/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Which tracker is meant.
 */
final class NameOption {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = TrackerFiles.DEFAULT_NAME,
        description = "Name of the tracker, whose files are in /dev/shm/jconntrack-NAME. Default: ${DEFAULT-VALUE}.")
    private String name;

    /**
     * Files of the tracker.
     *
     * @throws CommandLine.ParameterException when it can't be a name.
     */
    TrackerFiles files() {
        try {
            return new TrackerFiles(name);
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--name: " + e.getMessage(), e);
        }
    }
}
