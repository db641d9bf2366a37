/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What all tries of a fault came to: a row of the table.
 */
final class Tally {
    private final String fault;
    private final List<Long> recoveries = new ArrayList<>();
    private final Map<String, Long> notes = new TreeMap<>();
    private int tries;
    private int survived;
    private long expected;
    private long lost;
    private long strange;
    private String firstFailure;

    Tally(final String fault) {
        this.fault = fault;
    }

    /** A try that went well. */
    void survived() {
        tries++;
        survived++;
    }

    /** A try that went wrong. */
    void failed(final String why) {
        tries++;
        if (firstFailure == null) {
            firstFailure = why;
        }
    }

    /** Connections or frames that had to be there, those that were and those that were not. */
    void expected(final long count) {
        expected += count;
    }

    /** Those of them that were not. */
    void lost(final long count) {
        lost += count;
    }

    /** Connections or frames that never were. */
    void strange(final long count) {
        strange += count;
    }

    /** How long it took until work went on. */
    void recovered(final long nanos) {
        recoveries.add(nanos);
    }

    /** Count something that is worth telling. */
    void note(final String what, final long count) {
        if (count != 0) {
            notes.merge(what, count, Long::sum);
        }
    }

    boolean isGood() {
        return tries > 0 && survived == tries && lost == 0 && strange == 0;
    }

    int tries() {
        return tries;
    }

    String firstFailure() {
        return firstFailure;
    }

    /** Two lines above the rows. */
    static String head() {
        return "| killed | tries | survived | lost | never existed | time until work went on: median, max | met |\n"
            + "| --- | --- | --- | --- | --- | --- | --- |";
    }

    /** A row of a Markdown table. */
    String row() {
        recoveries.sort(null);
        final String met = notes.entrySet().stream().map(note -> number(note.getValue()) + ' ' + note.getKey())
            .collect(Collectors.joining(", "));
        return "| " + String.join(" | ", fault, number(tries), number(survived), number(lost) + " of "
            + number(expected), number(strange), recoveries.isEmpty() ? "–"
            : millis(recoveries.get(recoveries.size() / 2)) + ", " + millis(recoveries.getLast()),
            met.isEmpty() ? "–" : met) + " |";
    }

    /** How it goes, on a line. */
    String progress() {
        return fault + ": " + tries + " tries, " + survived + " survived, " + lost + " lost, " + strange
            + " never existed";
    }

    private static String number(final long count) {
        return String.format(Locale.ROOT, "%,d", count).replace(',', ' ');
    }

    private static String millis(final long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
