/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a history of operations on one key can be explained by one order in which each operation takes
 * effect at a moment between its invocation and its response: exhaustive search with memo (Wing and Gong, Lowe).
 * <p>
 * Linearizability is compositional: a history of many keys is right when that of each key is.
 */
final class HistoryChecker {
    /** The key is absent. */
    static final int ABSENT = -1;

    /** Operations on a key. */
    enum Kind {
        /** Insert the key with an entry; gives the number of the entry that it has. */
        INSERT,
        /** Remove the key's entry if it is the given one; gives 1 when it was. */
        REMOVE,
        /** Find the key; gives the number of its entry or {@link #ABSENT}. */
        FIND
    }

    /**
     * One operation.
     *
     * @param kind of operation.
     * @param argument number of an entry; 0 for a lookup.
     * @param result what it gave.
     * @param invoked moment before it began.
     * @param answered moment after it ended.
     */
    record Event(Kind kind, int argument, int result, long invoked, long answered) {
        /** The key's entry after the operation, or -2 when it would not have had this result. */
        private int apply(final int member) {
            return switch (kind) {
                case INSERT -> member == ABSENT ? result == argument ? argument : -2 : result == member ? member : -2;
                case REMOVE -> member == argument ? result == 1 ? ABSENT : -2 : result == 0 ? member : -2;
                case FIND -> result == member ? member : -2;
            };
        }
    }

    private record Point(Set<Integer> done, int member) {
    }

    private final List<Event> events;
    private final Set<Point> failed = new HashSet<>();

    private HistoryChecker(final List<Event> events) {
        this.events = events;
    }

    /**
     * Whether one order explains all results.
     *
     * @param history of one key that was absent at first, in any order.
     * @return true when there is such an order.
     */
    static boolean isLinearizable(final List<Event> history) {
        final List<Event> sorted = new ArrayList<>(history);
        sorted.sort(Comparator.comparingLong(Event::invoked));
        return new HistoryChecker(sorted).search(0, new HashSet<>(), ABSENT);
    }

    /** All events before first are done, and those in done beside them. */
    private boolean search(final int first, final Set<Integer> done, final int member) {
        int begin = first;
        while (done.remove(begin)) {
            begin++;
        }
        if (begin == events.size()) {
            return true;
        }
        // done holds only numbers above begin, so that begin is part of what is remembered
        final Set<Integer> all = new HashSet<>(done);
        all.add(-begin - 1);
        final Point point = new Point(all, member);
        if (failed.contains(point)) {
            return false;
        }
        long firstAnswer = Long.MAX_VALUE;
        for (int i = begin; i < events.size() && events.get(i).invoked < firstAnswer; i++) {
            if (!done.contains(i)) {
                final Event event = events.get(i);
                final int after = event.apply(member);
                if (after != -2) {
                    final Set<Integer> next = new HashSet<>(done);
                    next.add(i);
                    if (search(begin, next, after)) {
                        return true;
                    }
                }
                firstAnswer = Math.min(firstAnswer, event.answered);
            }
        }
        failed.add(point);
        return false;
    }
}
