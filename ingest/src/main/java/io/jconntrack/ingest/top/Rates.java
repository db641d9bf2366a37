/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.net.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What happens in a second.
 *
 * @param packets taken from the packet rings.
 * @param opened connections.
 * @param expired connections.
 * @param earlyDrops connections.
 * @param invalid packets.
 * @param lost frames.
 * @param reasons of the INVALID packets, the most frequent first.
 */
public record Rates(double packets, double opened, double expired, double earlyDrops, double invalid, double lost,
    List<ReasonRate> reasons) {

    /**
     * INVALID packets for a reason.
     *
     * @param reason of them.
     * @param rate of them, per second.
     */
    public record ReasonRate(Reason reason, double rate) {
    }

    /**
     * Rates between two moments of the same tracker.
     *
     * @param before the earlier.
     * @param now the later.
     * @return rates, none below 0.
     */
    public static Rates between(final Counters before, final Counters now) {
        final double seconds = Math.max(1, now.nanos() - before.nanos()) / 1e9;
        final List<ReasonRate> reasons = new ArrayList<>();
        now.reasons().forEach((reason, count) -> {
            final long more = count - before.reasons().getOrDefault(reason, 0L);
            if (more > 0) {
                reasons.add(new ReasonRate(reason, more / seconds));
            }
        });
        reasons.sort(Comparator.comparingDouble(ReasonRate::rate).reversed().thenComparing(ReasonRate::reason));
        return new Rates(rate(before.packets(), now.packets(), seconds), rate(before.opened(), now.opened(), seconds),
            rate(before.expired(), now.expired(), seconds), rate(before.earlyDrops(), now.earlyDrops(), seconds),
            rate(before.invalid(), now.invalid(), seconds), rate(before.lost(), now.lost(), seconds), reasons);
    }

    private static double rate(final long before, final long now, final double seconds) {
        return Math.max(0, now - before) / seconds;
    }
}
