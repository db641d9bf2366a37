/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.util.List;

/**
 * What one look at the table found.
 *
 * @param epochNanos when, nanoseconds since 1970.
 * @param isAccounted whether packets and bytes are counted.
 * @param sinceNanos time between the looks that rates are of; 0 when there are none yet.
 * @param group what makes talkers.
 * @param sort what was sorted by in the end.
 * @param connections seen.
 * @param matching those that were wanted; all that follows is about them.
 * @param states of TCP connections, the most first.
 * @param others states of SCTP associations.
 * @param protocols of connections, the most first.
 * @param assured connections that are.
 * @param unreplied connections that nobody answered.
 * @param talkers with the most connections, packets or bytes.
 * @param distinct talkers in all, or those that are still known when {@code isExact} is false.
 * @param isExact whether each talker was counted.
 * @param error how much more than is shown a talker may have of what is sorted by.
 * @param rows connections, sorted.
 * @param isCut whether some connections have no rates.
 */
public record Sample(long epochNanos, boolean isAccounted, long sinceNanos, Group group, SortKey sort,
    long connections, long matching, List<Count> states, List<Count> others, List<Count> protocols, long assured,
    long unreplied, List<Talker> talkers, int distinct, boolean isExact, long error, List<ConnectionRow> rows,
    boolean isCut) {

    /**
     * How many of a kind.
     *
     * @param name of the kind.
     * @param count of them.
     */
    public record Count(String name, long count) {
    }
}
