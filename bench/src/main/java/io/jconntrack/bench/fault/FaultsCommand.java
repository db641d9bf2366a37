/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import static io.jconntrack.bench.Ranges.require;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code faults}: kill processes at random moments and tell what was lost.
 */
@Command(name = "faults", mixinStandardHelpOptions = true,
    description = "Kill trackers, helpers, readers and writers of files with SIGKILL at random moments, and compare "
        + "what is left with what must be there. Prints the rows of a Markdown table, as docs/reliability.md has "
        + "them, and how it goes on standard error; fails when anything was lost.")
public final class FaultsCommand implements Callable<Integer> {
    /** So many that a cache for the start of processes pays. */
    private static final int MANY = 20;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(30);

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--tries", paramLabel = "N", defaultValue = "100",
        description = "Kills of each kind. Default: ${DEFAULT-VALUE}.")
    private int tries;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "3600",
        description = "Most that each kind may take; then its row tells of fewer tries. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--only", paramLabel = "KINDS", split = ",",
        description = "Some of: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Kind> only;

    @Option(names = "--capacity", paramLabel = "N", defaultValue = "1000",
        description = "Entries of the tracker's table that is killed. Default: ${DEFAULT-VALUE}.")
    private int capacity;

    @Option(names = "--longest", paramLabel = "MS", defaultValue = "100",
        description = "Latest moment of a kill, in milliseconds of work. Default: ${DEFAULT-VALUE}.")
    private int longest;

    @Option(names = "--seed", paramLabel = "N", description = "Of all that is random. Default: another each time.")
    private Long seed;

    /** The command line's object; picocli fills it. */
    public FaultsCommand() {
        // nothing to prepare
    }

    @Override
    public Integer call() throws IOException {
        require(spec, tries >= 1, "--tries", tries, "at least 1");
        require(spec, seconds >= 1, "--seconds", seconds, "at least 1");
        require(spec, capacity >= 64 && capacity <= 10_000_000, "--capacity", capacity, "64 to 10000000");
        require(spec, longest >= 2 && longest <= 60_000, "--longest", longest, "2 to 60000");
        final long chosen = seed == null ? System.nanoTime() : seed;
        final PrintWriter out = spec.commandLine().getOut();
        note("faults: --tries " + tries + " --seconds " + seconds + " --capacity " + capacity + " --longest " + longest
            + " --seed " + chosen);
        out.println(Tally.head());
        out.flush();
        final List<String> failures = new ArrayList<>();
        final Path cache = directory();
        try {
            if (tries >= MANY) {
                Child.quicken(cache);
            }
            for (final Kind kind : only == null ? List.of(Kind.values()) : only) {
                final Tally tally = run(kind, new SplittableRandom(chosen + kind.ordinal()));
                out.println(tally.row());
                out.flush();
                if (!tally.isGood()) {
                    failures.add(kind + ": " + tally.firstFailure());
                }
            }
        } finally {
            remove(cache);
        }
        failures.forEach(failure -> note("jconntrack-bench: " + failure));
        return failures.isEmpty() ? 0 : 1;
    }

    private void note(final String line) {
        spec.commandLine().getErr().println(line);
        spec.commandLine().getErr().flush();
    }

    private Tally run(final Kind kind, final SplittableRandom random) throws IOException {
        final Tally tally = new Tally(kind.words());
        final Path directory = directory();
        final long start = System.nanoTime();
        long toldNanos = start;
        try (Fault fault = kind.begin(directory, capacity, longest)) {
            for (int i = 0; i < tries && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds); i++) {
                try {
                    fault.once(random, tally);
                    tally.survived();
                } catch (final IllegalStateException | IOException e) {
                    tally.failed("try " + i + ": " + e.getMessage());
                }
                if (System.nanoTime() - toldNanos > TELL_NANOS) {
                    toldNanos = System.nanoTime();
                    note(tally.progress());
                }
            }
            fault.end(tally);
        } catch (final IllegalStateException | IOException e) {
            // the other kinds have their turn
            tally.failed("before or after the tries: " + e.getMessage());
        } finally {
            remove(directory);
        }
        return tally;
    }

    private static Path directory() throws IOException {
        final Path shared = Path.of("/dev/shm");
        return Files.createTempDirectory(
            Files.isWritable(shared) ? shared : Path.of(System.getProperty("java.io.tmpdir")), "jconntrack-faults-");
    }

    private static void remove(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
