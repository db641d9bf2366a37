/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import org.HdrHistogram.Histogram;
import org.agrona.UnsafeApi;

/**
 * A histogram of latencies in shared memory: one thread records, any process reads.
 * <pre>
 *  | count 0 | count 1 | ... |     8 bytes each, in the machine's own byte order
 * </pre>
 * Counts are those of an HdrHistogram with two significant digits and a lowest value of 1 ns: 128 counts of 1 ns, then
 * 128 counts for each doubling. What is above {@link #HIGHEST} counts as that.
 * <p>
 * A reader sees each count whole; the counts of one moment may lack a few of the newest values.
 */
public final class LatencyCounts {
    /** Highest latency told apart: 68 s. */
    public static final long HIGHEST = (1L << 36) - 1;
    /** Bytes of a histogram. */
    public static final int LENGTH;

    private static final int DIGITS = 2;
    private static final int HALF_SHIFT = 7;
    private static final int HALF = 1 << HALF_SHIFT;

    static {
        LENGTH = (index(HIGHEST) + 1) * Long.BYTES;
    }

    private final long address;

    /**
     * A view on a histogram.
     *
     * @param address of its first count, aligned to 8 bytes; {@link #LENGTH} bytes, zero when it is new.
     */
    public LatencyCounts(final long address) {
        this.address = address;
    }

    private static int index(final long value) {
        final int doublings = Long.SIZE - HALF_SHIFT - 1 - Long.numberOfLeadingZeros(value | 2 * HALF - 1);
        return (doublings << HALF_SHIFT) + (int)(value >>> doublings);
    }

    /** Lowest value that a count stands for. */
    private static long value(final int index) {
        final int doublings = Math.max(0, (index >>> HALF_SHIFT) - 1);
        return (long)(index - (doublings << HALF_SHIFT)) << doublings;
    }

    /**
     * Record a latency. For the one recording thread; allocates nothing.
     *
     * @param nanos below 0 (a clock was set back) counts as 0.
     */
    public void record(final long nanos) {
        final long at = address + index(Math.clamp(nanos, 0, HIGHEST)) * 8L;
        UnsafeApi.putLongRelease(null, at, UnsafeApi.getLong(at) + 1);
    }

    /**
     * Add what was recorded since the last time.
     *
     * @param seen counts that were read the last time, zero at first, {@link #newSeen()}; takes the present ones.
     * @param histogram takes the latencies, in nanoseconds.
     */
    public void addSince(final long[] seen, final Histogram histogram) {
        for (int i = 0; i < seen.length; i++) {
            final long count = UnsafeApi.getLongAcquire(null, address + i * 8L);
            if (count > seen[i]) {
                histogram.recordValueWithCount(value(i), count - seen[i]);
            }
            seen[i] = count;
        }
    }

    /**
     * Room for the counts of the last time.
     *
     * @return an array of zeros for {@link #addSince}.
     */
    public static long[] newSeen() {
        return new long[LENGTH / Long.BYTES];
    }

    /**
     * A histogram that takes these latencies.
     *
     * @return a new, empty one.
     */
    public static Histogram newHistogram() {
        return new Histogram(1, HIGHEST, DIGITS);
    }
}
