/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.memory.Lanes.LINE;
import static io.jconntrack.memory.Lanes.SPECIES;
import static io.jconntrack.memory.Lanes.at;
import static io.jconntrack.memory.Lanes.high;
import static io.jconntrack.memory.Lanes.load;
import static io.jconntrack.memory.Lanes.low;
import static io.jconntrack.memory.Lanes.shl;
import static io.jconntrack.memory.Lanes.shr;
import static io.jconntrack.memory.Lanes.store;
import static io.jconntrack.memory.Lanes.turned;
import static io.jconntrack.memory.Lanes.xor;

import io.jconntrack.memory.KeyedHash;
import io.jconntrack.memory.LaneStep;
import io.jconntrack.memory.Lanes;
import io.jconntrack.memory.Rows;
import jdk.incubator.vector.LongVector;

/**
 * {@link TupleKey#writeV4} and the way to the index, for eight packets at once.
 * <p>
 * <b>Threads.</b> Any; it keeps nothing.
 */
public final class KeyLanes {
    private static final int WORD = Rows.WORD;

    private final LaneStep keys;
    private final LaneStep hashes;
    private final LaneStep places;

    KeyLanes(final ConnectionIndex index, final long seed0, final long seed1, final int protocol, final int beside) {
        keys = new Keys(TupleKey.meta(0, 4, protocol, 0, 0), (long)beside << 32);
        hashes = new Hashes(seed0, seed1);
        places = new Places(index.bucket(0), index.bucketCount());
    }

    /**
     * Write the keys of eight packets, and where the index would have them.
     *
     * @param packets address of the packets' words, as they are there, of eight rows each, {@link Lanes#LINE} bytes
     *     apart.
     * @param zones address of a word with each one's zone in its lower 16 bits.
     * @param to address of the four words that {@link TupleKey#writeV4} would write, and what stands beside the last.
     * @param buckets address of two words, for {@link EarlyLook#home} and {@link EarlyLook#mark}.
     */
    public void write(final long packets, final long zones, final long to, final long buckets) {
        LaneStep.run(keys, packets, zones, to);
        LaneStep.run(hashes, packets, zones, to);
        LaneStep.run(places, packets, buckets, to);
    }

    /** The lower half by shifts, of which the compiler knows that their product takes the short multiplication. */
    private static LongVector lower(final LongVector v) {
        return high(shl(v, 32));
    }

    /** Lo first, and who sent. */
    private static final class Keys extends LaneStep {
        private final long meta;
        private final long beside;

        Keys(final long meta, final long beside) {
            this.meta = meta;
            this.beside = beside;
        }

        @Override
        protected long step(final long a, final long b, final long c) {
            final long packets = at(a);
            final long zones = at(b);
            final long to = at(c);
            final LongVector second = turned(load(packets + 2 * LINE));
            final LongVector ports = low(second);
            final LongVector src = shl(low(turned(load(packets + LINE))), 16).or(shr(ports, 16));
            final LongVector dst = shl(high(second), 16).or(ports.and(0xFFFFL));
            final LongVector lo = src.min(dst);
            final LongVector hi = src.max(dst);
            store(to, shl(hi.and(0xFFFFL), 16).or(lo.and(0xFFFFL)).or(shl(load(zones), 48)).or(meta));
            store(to + WORD, shl(shr(lo, 16), 32).or(shr(hi, 16)));
            store(to + 3 * WORD, shr(dst.sub(src), 63).blend(TupleKey.TO_ITSELF, src.eq(dst)).or(beside));
            return 0;
        }
    }

    /** {@link KeyedHash#mix}; the product of 64 bits by 64 is put together from four of 32 by 32. */
    private static final class Hashes extends LaneStep {
        private final long seed0;
        private final long seed1;

        Hashes(final long seed0, final long seed1) {
            this.seed0 = seed0;
            this.seed1 = seed1;
        }

        @Override
        protected long step(final long a, final long b, final long c) {
            final long to = at(c);
            final LongVector x0 = xor(load(to), seed0);
            final LongVector x1 = xor(load(to + WORD), seed1);
            final LongVector lowest = lower(x0).mul(lower(x1));
            final LongVector middle0 = lower(x0).mul(high(x1));
            final LongVector middle1 = high(x0).mul(lower(x1));
            final LongVector middle = high(lowest).add(low(middle0)).add(low(middle1));
            final LongVector highest = high(x0).mul(high(x1)).add(high(middle0)).add(high(middle1)).add(high(middle));
            final LongVector x = xor(highest, shl(middle, 32).or(low(lowest)));
            final LongVector y = xor(x, high(x)).mul(KeyedHash.GOLDEN);
            store(to + 2 * WORD, xor(y, high(y)));
            return 0;
        }
    }

    /** Home buckets and marks. */
    private static final class Places extends LaneStep {
        private final long buckets;
        private final long bucketCount;

        Places(final long buckets, final long bucketCount) {
            this.buckets = buckets;
            this.bucketCount = bucketCount;
        }

        @Override
        protected long step(final long a, final long b, final long c) {
            final long homes = at(b);
            final long to = at(c);
            final LongVector hash = load(to + 2 * WORD);
            final LongVector home = high(high(hash).mul(lower(LongVector.broadcast(SPECIES, bucketCount))));
            store(homes, shl(home, IndexDescriptor.BUCKET_SHIFT).add(buckets));
            store(homes + WORD, xor(shl(hash, IndexDescriptor.FINGERPRINT_SHIFT), Long.MIN_VALUE));
            return 0;
        }
    }
}
