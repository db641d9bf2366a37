/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack snapshot VERB}: tables as files.
 */
@Command(name = "snapshot", mixinStandardHelpOptions = true,
    description = "Save the connections of a tracker, and look at what was saved.",
    subcommands = {
        SnapshotSaveCommand.class, SnapshotShowCommand.class, SnapshotDiffCommand.class, SnapshotFindCommand.class,
        SnapshotHtmlCommand.class,
        SnapshotArchiveCommand.class, SnapshotHistoryCommand.class,
        CommandLine.HelpCommand.class})
final class SnapshotCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a verb is missing");
    }
}
