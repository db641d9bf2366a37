/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.net.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RatesTest {
    private static Counters counters(final double seconds, final long packets, final long opened, final long expired,
        final long invalid, final Map<Reason, Long> reasons) {
        return new Counters(Math.round(seconds * 1e9), packets, 50, 100, opened, expired, 2, invalid, 0, reasons);
    }

    @Test
    void shouldTellWhatHappensInASecond() {
        final Rates rates = Rates.between(counters(1, 100, 10, 5, 3, Map.of(Reason.TCP_STATE, 3L)),
            counters(3, 300, 14, 11, 13, Map.of(Reason.TCP_STATE, 4L, Reason.TCP_FLAGS, 9L)));
        assertEquals(100, rates.packets());
        assertEquals(2, rates.opened());
        assertEquals(3, rates.expired());
        assertEquals(5, rates.invalid());
        assertEquals(0, rates.lost());
        assertEquals(List.of(new Rates.ReasonRate(Reason.TCP_FLAGS, 4.5),
            new Rates.ReasonRate(Reason.TCP_STATE, 0.5)), rates.reasons());
    }

    @Test
    void shouldNeverBeBelowNothingWhenCountersAreReadAtOddMoments() {
        final Rates rates = Rates.between(counters(1, 100, 10, 5, 3, Map.of()), counters(1, 90, 8, 5, 3, Map.of()));
        assertEquals(0, rates.packets());
        assertEquals(0, rates.opened());
    }
}
