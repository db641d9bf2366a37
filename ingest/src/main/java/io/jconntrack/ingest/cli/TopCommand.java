/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.top.Group;
import io.jconntrack.ingest.top.Look;
import io.jconntrack.ingest.top.Priority;
import io.jconntrack.ingest.top.Screen;
import io.jconntrack.ingest.top.Session;
import io.jconntrack.ingest.top.SortKey;
import io.jconntrack.ingest.top.TopState;
import io.jconntrack.ingest.top.TopView;
import io.jconntrack.ingest.top.TrackerWatch;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jconntrack top}: what a tracker does now, on a screen that redraws in place.
 */
@Command(name = "top", mixinStandardHelpOptions = true,
    description = "Show a tracker at work: rates, states, who has the most connections, packets and bytes, and the "
        + "connections themselves. The tracker does not notice. Press h for the keys.")
final class TopCommand implements Callable<Integer> {
    private static final int DEFAULT_COLUMNS = 120;
    private static final int LEAST_LINES = 1;
    private static final int MOST_COLUMNS = 1000;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private FilterOptions filter;

    @Option(names = {"-i", "--interval"}, paramLabel = "SECONDS", defaultValue = "1",
        description = "Time between two looks at the table, 0.1 to 3600. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--sort", paramLabel = "KEY", defaultValue = "connections",
        description = "Sort by connections, packets, bytes, packet_rate or byte_rate. Default: ${DEFAULT-VALUE}.")
    private SortKey sort;

    @Option(names = "--by", paramLabel = "WHAT", defaultValue = "source",
        description = "Talkers by source, destination or port. Default: ${DEFAULT-VALUE}.")
    private Group group;

    @Option(names = "--reverse", description = "The least first.")
    private boolean reverse;

    @Option(names = {"-b", "--batch"}, description = "Print frames as plain text to standard output, as top -b.")
    private boolean batch;

    @Option(names = {"-n", "--frames"}, paramLabel = "N",
        description = "End after N frames in batch mode. Default: when the tracker has ended.")
    private Integer frames;

    @Option(names = "--once", description = "Print one frame, after one interval: --batch --frames 1.")
    private boolean once;

    @Option(names = "--columns", paramLabel = "N",
        description = "Width of a frame in batch mode. Default: the variable COLUMNS, or " + DEFAULT_COLUMNS + ".")
    private Integer columns;

    @Option(names = "--lines", paramLabel = "N", defaultValue = "40",
        description = "Height of a frame in batch mode. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Override
    public Integer call() throws IOException {
        final TrackerFiles files = name.files();
        final TopState state = new TopState(TopCommand::parse).sort(sort).group(group).reverse(reverse)
            .filter(filterText(), filter.read());
        try {
            state.seconds(seconds);
        } catch (final IllegalArgumentException e) {
            throw refused("--interval: " + e.getMessage());
        }
        final boolean isBatch = batch || once;
        final TopView view = new TopView(files.name(), ZoneId.systemDefault());
        require(frames == null || isBatch && frames > 0 && !once, "--frames is for --batch, and above 0");
        require(lines >= LEAST_LINES && width() >= 1 && width() <= MOST_COLUMNS,
            "--lines is above 0, --columns 1 to " + MOST_COLUMNS);
        if (Files.notExists(files.cnc())) {
            throw new NoSuchFileException(files.cnc().toString());
        }
        if (isBatch) {
            print(new TrackerWatch(files), state, view);
        } else {
            draw(new TrackerWatch(files), state, view);
        }
        return 0;
    }

    private void draw(final TrackerWatch watch, final TopState state, final TopView view) throws IOException {
        final Console console = System.console();
        require(console != null && console.isTerminal(), "not a terminal: use --batch or --once");
        try (Stop stop = new Stop(null);
            // the size is asked for at each tick, and SIGINT and SIGTERM are ours: it needs no signals
            Terminal terminal = TerminalBuilder.builder().system(true).provider("ffm").nativeSignals(false).build()) {
            require(terminal.getStringCapability(Capability.enter_ca_mode) != null,
                "the terminal can't be drawn on (TERM=" + System.getenv("TERM") + "): use --batch or --once");
            try (Screen screen = new Screen(terminal, Output.STANDARD, isColoured());
                Session session = new Session(terminal, screen, watch, state, view)) {
                stop.start();
                session.run(() -> stop.await(0));
            }
        }
    }

    private static boolean isColoured() {
        final String refused = System.getenv("NO_COLOR");
        return refused == null || refused.isEmpty();
    }

    /** Rates need two looks, so that a frame is printed after an interval. */
    private void print(final TrackerWatch watch, final TopState state, final TopView view) throws IOException {
        final int count = once ? 1 : frames == null ? Integer.MAX_VALUE : frames;
        try (Stop stop = new Stop(null)) {
            stop.start();
            Priority.lower();
            final StringBuilder text = new StringBuilder();
            Look look = watch.look(state.query(), false);
            for (int frame = 0; frame < count; frame++) {
                if (look.phase() == Look.Phase.RUNNING) {
                    if (stop.await(Math.round(seconds * 1e9))) {
                        return;
                    }
                    look = watch.look(state.query(), false);
                }
                for (final AttributedString line : view.draw(look, state, width(), lines)) {
                    text.append(line.toString().stripTrailing()).append('\n');
                }
                if (!Output.write(text.append(frame + 1 < count ? "\n" : ""))) {
                    return;
                }
                if (look.problem() != null && (look.phase() != Look.Phase.RUNNING || frame + 1 == count)) {
                    throw new IOException(look.problem());
                }
                if (look.phase() != Look.Phase.RUNNING) {
                    if (!once) {
                        spec.commandLine().getErr().println("jconntrack: the tracker has ended");
                    }
                    return;
                }
            }
        }
    }

    private int width() {
        if (columns != null) {
            return columns;
        }
        final String variable = System.getenv("COLUMNS");
        return variable != null && variable.matches("[1-9][0-9]{0,2}") ? Integer.parseInt(variable) : DEFAULT_COLUMNS;
    }

    /** The filter as it was given, to be shown and changed. */
    private String filterText() {
        final Set<String> words = spec.mixins().get("filter").options().stream()
            .map(CommandLine.Model.OptionSpec::longestName).collect(Collectors.toSet());
        return spec.commandLine().getParseResult().matchedOptions().stream()
            .filter(option -> words.contains(option.longestName()))
            .map(option -> option.shortestName() + ' ' + String.join(",", option.originalStringValues()))
            .collect(Collectors.joining(" "));
    }

    /** Only a filter, to be parsed as the command line is. */
    @Command(name = "filter")
    private static final class Words {
        @CommandLine.Mixin
        private FilterOptions filter;
    }

    private static Predicate<Connection> parse(final String text) {
        final Words words = new Words();
        try {
            new CommandLine(words).setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(text.isEmpty() ? new String[0] : text.split("\\s+"));
            return words.filter.read();
        } catch (final CommandLine.ParameterException e) {
            throw new IllegalArgumentException(e.getMessage().lines().findFirst().orElse("no filter"), e);
        }
    }

    private void require(final boolean holds, final String message) {
        if (!holds) {
            throw refused(message);
        }
    }

    private CommandLine.ParameterException refused(final String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
