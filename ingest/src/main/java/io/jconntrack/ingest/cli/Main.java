/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.memory.CutFile;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The program: {@code jconntrack VERB}. Exit codes: 0 done, 1 it could not be done, 2 wrong usage.
 */
@Command(name = "jconntrack", mixinStandardHelpOptions = true, version = "jconntrack 0.1.0",
    description = "Connection tracking as Linux does it, in user space.",
    subcommands = {DemoCommand.class, ReplayCommand.class, SettingsCommand.class, GenerateCommand.class,
        LiveCommand.class, CaptureCommand.class, TrackCommand.class, ListCommand.class, GetCommand.class,
        CountCommand.class, StatsCommand.class, EventsCommand.class, FlushCommand.class, DeleteCommand.class,
        UpdateCommand.class, TopCommand.class, SnapshotCommand.class, CleanCommand.class, CompletionCommand.class,
        ManCommand.class, CommandLine.HelpCommand.class},
    exitCodeListHeading = "%nExit status:%n", exitCodeList = {"0:done", "1:it could not be done", "2:wrong usage"},
    footer = {"", "Start with: jconntrack demo"})
public final class Main implements Runnable {
    private CommandLine line;

    /** Created by {@link #main(String[])} only. */
    Main() {
    }

    /**
     * Run a command and exit.
     *
     * @param args of the command line.
     */
    public static void main(final String[] args) {
        System.exit(commandLine(List.of(args)).execute(args));
    }

    /** The command with all that is known about its verbs. */
    static CommandLine commandLine() {
        return commandLine(null);
    }

    /** The command with what is needed for some words, null for all. */
    static CommandLine commandLine(final List<String> words) {
        final Main main = new Main();
        main.line = Verbs.of(main, words);
        return main.line
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new UsageErrors())
            .setExecutionStrategy(Main::execute)
            .setExecutionExceptionHandler((exception, line, parsed) -> {
                if (exception instanceof java.io.IOException failure) {
                    line.getErr().println("jconntrack: " + Messages.of(failure));
                } else if (exception instanceof io.jconntrack.settings.MemoryUnavailableException) {
                    line.getErr().println("jconntrack: " + exception.getMessage());
                } else {
                    throw exception;
                }
                return 1;
            });
    }

    /** What is thrown when somebody cuts a file short that is mapped here is no exception, and says little. */
    private static int execute(final CommandLine.ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (final InternalError cut) {
            final PrintWriter err = parsed.commandSpec().commandLine().getErr();
            err.println("jconntrack: " + CutFile.message(cut));
            err.flush();
            return 1;
        }
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(line, "a verb is missing");
    }
}
