/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.memory.Prefetch;
import io.jconntrack.memory.Region;
import io.jconntrack.settings.MemoryOptions;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.UnsafeApi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What eight prefetches cost the instructions beside them, by where their lines are. The difference between NEAR and
 * PAGES is what finding a page costs, that between PAIRS and FAR what it would save to have two of the lines that a
 * packet needs on one page; where there are no prefetch instructions all are NONE.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {Micro.OPENS, Micro.NATIVE, Micro.GC})
public class PrefetchMicro {
    private static final int BURST = 8;
    private static final int POINTERS = 1 << 16;
    private static final int LINE = 64;
    private static final int PAGE = 4096;
    private static final long BYTES = 128L << 20;
    /** Rounds of eight instructions or so: as many as four packets take. */
    private static final int ROUNDS = 300;

    /** Where the lines are. */
    public enum Lines {
        /** No prefetch. */
        NONE(LINE, LINE),
        /** 8192 lines, side by side: in the second cache. */
        NEAR(512 << 10, LINE),
        /** 8192 lines, each 16 KiB behind the one before: in the second cache as well, but on 8192 pages of 4 KiB. */
        PAGES(BYTES, 16 << 10),
        /** All lines of 128 MiB, two after the other on one page of 4 KiB. */
        PAIRS(BYTES, LINE),
        /** All lines of 128 MiB. */
        FAR(BYTES, LINE);

        private final long bytes;
        private final int stride;

        Lines(final long bytes, final int stride) {
            this.bytes = bytes;
            this.stride = stride;
        }
    }

    /** Which lines are sent for. */
    @Param
    public Lines lines;

    private Region region;
    private Region pointers;
    private boolean prefetches;
    private int next;

    /** For JMH. */
    public PrefetchMicro() {
        // set up by open()
    }

    /** Choose lines. */
    @Setup(Level.Trial)
    public void open() {
        prefetches = lines != Lines.NONE && Prefetch.POSSIBLE;
        region = Region.anonymous(BYTES, MemoryOptions.DEFAULT);
        pointers = Region.anonymous((long)POINTERS * Long.BYTES, MemoryOptions.DEFAULT);
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < POINTERS; i++) {
            final long place = random.nextLong(lines.bytes / lines.stride);
            // spread lines have different places in their pages, so that the caches' sets are used evenly
            final long within = lines.stride == LINE ? 0 : place * LINE % lines.stride;
            final long pointer = pointers.address() + (long)i * Long.BYTES;
            final boolean isSecond = lines == Lines.PAIRS && i % 2 == 1;
            UnsafeApi.putLong(pointer, isSecond
                ? UnsafeApi.getLong(pointer - Long.BYTES) & -PAGE | random.nextInt(PAGE / LINE) * LINE
                : region.address() + place * lines.stride + within);
        }
    }

    /** Free all. */
    @TearDown(Level.Trial)
    public void close() {
        pointers.close();
        region.close();
    }

    /**
     * Eight prefetches and the work of about four packets.
     *
     * @return something that depends on the work.
     */
    @Benchmark
    public long burst() {
        if (prefetches) {
            Prefetch.fetch(pointers.address() + (long)next * Long.BYTES, Long.BYTES, BURST, 1);
        }
        next = next + BURST & POINTERS - 1;
        long a = next;
        long b = a + 1;
        long c = a + 2;
        long d = a + 3;
        for (int i = 0; i < ROUNDS; i++) {
            a += b ^ i;
            b ^= c >>> 1;
            c += d ^ a;
            d ^= i;
        }
        return a + b + c + d;
    }
}
