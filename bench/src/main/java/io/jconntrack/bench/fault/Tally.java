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

/**
 * What all tries of a fault came to: a row of the table.
 */
final class Tally {
    private final String fault;
    private final List<Long> recoveries = new ArrayList<>();
    private final Map<String, Long> notes = new TreeMap<>();
    private int tries;
    private int survived;
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

    /** Connections or frames that had to be there. */
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

    static String head() {
        return String.format(Locale.ROOT, "%-13s %6s %9s %6s %8s %12s %12s  %s", "killed", "tries", "survived", "lost",
            "strange", "back, median", "back, max", "what was met");
    }

    String row() {
        recoveries.sort(null);
        final boolean none = recoveries.isEmpty();
        return String.format(Locale.ROOT, "%-13s %6d %9d %6d %8d %12s %12s  %s", fault, tries, survived, lost, strange,
            none ? "-" : millis(recoveries.get(recoveries.size() / 2)), none ? "-" : millis(recoveries.getLast()),
            notes.toString().replaceAll("[{}]", ""));
    }

    private static String millis(final long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }
}
