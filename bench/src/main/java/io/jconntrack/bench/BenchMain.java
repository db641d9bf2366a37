/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.bench.fault.FaultsCommand;
import io.jconntrack.ingest.cli.UsageErrors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack-bench}: whole-path benchmarks and micro-benchmarks.
 */
@Command(name = "jconntrack-bench", mixinStandardHelpOptions = true, version = "jconntrack-bench 0.1.0",
    description = "Measure the whole path of a packet: decode, hash, look up, track, expire. Prints medians.",
    subcommands = {Commands.SteadyCommand.class, Commands.ChurnCommand.class, Commands.FloodCommand.class,
        Commands.SiegeCommand.class, Commands.LatencyCommand.class, Commands.WorkersCommand.class,
        Commands.ExpiryCommand.class, Commands.RingCommand.class, Commands.AllCommand.class, CaptureCommand.class,
        WireCommand.class, InspectCommand.class, SoakCommand.class, FaultsCommand.class,
        JmhCommand.class})
public final class BenchMain implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** The command line's object; picocli fills it. */
    public BenchMain() {
        // nothing to prepare
    }

    /**
     * Runs a benchmark.
     *
     * @param args of the command line.
     */
    public static void main(final String... args) {
        try {
            System.exit(commandLine().execute(args));
        } catch (final OutOfMemoryError e) {
            Progress.clear();
            System.err.println("jconntrack-bench: not enough memory for so many connections: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * The command line.
     *
     * @return exit status 0 when all went well, 1 when a measurement failed, 2 when the command line is wrong.
     */
    static CommandLine commandLine() {
        final CommandLine line = new CommandLine(new BenchMain())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(new UsageErrors())
            .setExecutionExceptionHandler((exception, command, parsed) -> {
                Progress.clear();
                if (exception instanceof IllegalStateException || exception instanceof java.io.IOException) {
                    command.getErr().println("jconntrack-bench: " + exception.getMessage());
                    return 1;
                }
                throw exception;
            });
        // JMH's options are JMH's
        line.getSubcommands().get("jmh").setStopAtUnmatched(true).setUnmatchedOptionsArePositionalParams(true);
        return line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a benchmark is missing");
    }
}
