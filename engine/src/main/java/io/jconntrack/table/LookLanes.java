/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.memory.Lanes.at;
import static io.jconntrack.memory.Lanes.load;
import static io.jconntrack.memory.Lanes.xor;

import io.jconntrack.memory.LaneStep;
import io.jconntrack.memory.Lanes;
import io.jconntrack.memory.Rows;
import jdk.incubator.vector.VectorOperators;
import org.agrona.UnsafeApi;

/**
 * {@link EarlyLook#candidate} for eight packets: here a vector is a bucket, whose slots are compared at once. Where
 * several are like the key, this one gives the first.
 * <p>
 * <b>Threads.</b> That of the worker. Wait-free; writes nothing but the rows.
 */
public final class LookLanes {
    private static final int WORD = Rows.WORD;
    private static final long SLOT_BITS = (1 << IndexDescriptor.SLOTS) - 1;

    private final LaneStep look;

    LookLanes(final ConnectionIndex index) {
        look = new Look(index);
    }

    /**
     * Look for keys.
     *
     * @param buckets address of three words: {@link EarlyLook#home} and {@link EarlyLook#mark} of each, which gets the
     *     slot instead, or 0, and the one that gets {@link EarlyLook#entryOf} it.
     * @param hashes address of a word of hashes.
     * @return of which keys there is nothing: bit n for key n.
     */
    public long look(final long buckets, final long hashes) {
        return LaneStep.run(look, buckets, hashes, 0);
    }

    private static final class Look extends LaneStep {
        private final ConnectionIndex index;

        Look(final ConnectionIndex index) {
            this.index = index;
        }

        @Override
        protected long step(final long a, final long b, final long c) {
            final long buckets = at(a);
            final long hashes = at(b);
            long unknown = 0;
            for (int at = 0; at < Lanes.LINE; at += Rows.ROW) {
                final long bucket = at(UnsafeApi.getLong(buckets + at));
                final long mark = UnsafeApi.getLong(buckets + WORD + at);
                final long likely = xor(load(bucket), mark)
                    .compare(VectorOperators.LT, Long.MIN_VALUE + (1L << IndexDescriptor.FINGERPRINT_SHIFT)).toLong()
                    & SLOT_BITS;
                // a free slot is likely for the fingerprint 0
                long slot = likely == 0 ? IndexDescriptor.FREE
                    : UnsafeApi.getLong(bucket + Long.numberOfTrailingZeros(likely) * 8L);
                if (slot == IndexDescriptor.FREE) {
                    slot = index.farCandidate(bucket, UnsafeApi.getLong(hashes + at), mark);
                }
                UnsafeApi.putLong(buckets + WORD + at, slot);
                UnsafeApi.putLong(buckets + 2 * WORD + at, index.entry(IndexDescriptor.number(slot)));
                unknown |= (slot - 1 & ~slot) >>> 63 << (at >> 3);
            }
            return unknown;
        }
    }
}
