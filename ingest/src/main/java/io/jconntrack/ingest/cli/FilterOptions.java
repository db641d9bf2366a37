/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.entry.Status;
import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.filter.FilterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Which connections are meant, with conntrack(8)'s options. A command in which {@code -m} and {@code -u} set something
 * takes {@link TupleOptions} alone.
 */
final class FilterOptions {
    @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private TupleOptions tuple;

    @Option(names = "--state", paramLabel = "STATE", split = ",",
        description = "State of a TCP or SCTP connection; of several, any.")
    private List<String> states = new ArrayList<>();

    @Option(names = {"-u", "--status"}, paramLabel = "STATUS", split = ",",
        description = "ASSURED, SEEN_REPLY, EXPECTED, CONFIRMED, UNREPLIED; of several, all.")
    private List<String> status = new ArrayList<>();

    @Option(names = {"-m", "--mark"}, paramLabel = "MARK[/MASK]", description = "Mark, and bits of it that count.")
    private String mark;

    @Option(names = {"-l", "--label"}, paramLabel = "N", split = ",", description = "Label, 0 to 127; of several, all.")
    private List<Integer> labels = new ArrayList<>();

    /**
     * The filter.
     *
     * @throws CommandLine.ParameterException when an option's value means nothing.
     */
    ConnectionFilter read() {
        final FilterBuilder filter = ConnectionFilter.builder();
        tuple.addTo(filter, spec.commandLine());
        try {
            states.forEach(filter::state);
            status.forEach(name -> addStatus(filter, name));
            labels.forEach(filter::label);
            addMark(filter);
        } catch (final IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
        return filter.build();
    }

    /** Whether no option was given, so that every connection is meant. */
    boolean isEmpty() {
        return read().isEmpty();
    }

    private CommandLine.ParameterException refused(final String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private static void addStatus(final FilterBuilder filter, final String name) {
        final String upper = name.toUpperCase(Locale.ROOT);
        if ("UNREPLIED".equals(upper)) {
            filter.unreplied();
            return;
        }
        for (int bit = 0; Status.name(bit) != null; bit++) {
            if (Status.name(bit).equals(upper)) {
                filter.status(1 << bit);
                return;
            }
        }
        throw new IllegalArgumentException("unknown status '" + name
            + "', it is one of ASSURED SEEN_REPLY EXPECTED CONFIRMED UNREPLIED");
    }

    private void addMark(final FilterBuilder filter) {
        if (mark != null) {
            final int slash = mark.indexOf('/');
            filter.mark(markNumber(slash < 0 ? mark : mark.substring(0, slash)),
                slash < 0 ? -1 : markNumber(mark.substring(slash + 1)));
        }
    }

    private static int markNumber(final String text) {
        try {
            return TupleOptions.number(text, 0xFFFF_FFFFL);
        } catch (final CommandLine.TypeConversionException e) {
            throw new IllegalArgumentException("--mark: " + e.getMessage(), e);
        }
    }
}
