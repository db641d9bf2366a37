/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.TupleKey;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
 * The timer wheel: what a packet pays to move its deadline, and what an entry's end costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {Micro.OPENS, Micro.NATIVE, Micro.GC})
public class WheelMicro {
    private static final long SECOND = 1_000_000_000L;
    private static final int PORT = 443;
    private static final int OTHER_PORT = 444;

    /** Entries in the wheel. */
    @Param({"10000", "1000000"})
    public int connections;

    private final TupleKey key = EngineParts.key();
    private final SplittableRandom random = new SplittableRandom(5);
    private EngineParts parts;
    private long[] entries;
    private long nowNanos = SECOND;
    private long lone;
    private int next;

    /** For JMH. */
    public WheelMicro() {
        // set up by open()
    }

    /** Link entries with deadlines from an hour to two hours ahead. */
    @Setup(Level.Trial)
    public void open() {
        parts = new EngineParts(new Settings(Profile.LINUX), connections + 2);
        entries = new long[connections];
        parts.wheel.poll(nowNanos, 1);
        for (int i = 0; i < connections; i++) {
            entries[i] = insert(i, PORT);
            parts.wheel.add(entries[i], nowNanos + 3600 * SECOND + random.nextLong(3600 * SECOND));
        }
        lone = insert(connections, PORT);
    }

    private long insert(final int connection, final int port) {
        Micro.set(key, connection, port);
        final long entry = parts.insert(key);
        if (entry == 0) {
            throw new IllegalStateException("no room for connection=" + connection);
        }
        return entry;
    }

    /** Free all. */
    @TearDown(Level.Trial)
    public void close() {
        parts.close();
    }

    /** A packet moves the deadline of a random entry later. */
    @Benchmark
    public void refresh() {
        nowNanos += Steady.NANOS_PER_PACKET;
        parts.wheel.refresh(entries[random.nextInt(connections)], nowNanos + 7200 * SECOND);
    }

    /** An entry is linked at a random time of the next hour and unlinked again. */
    @Benchmark
    public void addAndRemove() {
        parts.wheel.add(lone, nowNanos + random.nextLong(3600 * SECOND));
        parts.wheel.remove(lone);
    }

    /**
     * A whole life: an entry is inserted, linked, becomes due, and is expired and removed. Packet time moves by a
     * microsecond.
     *
     * @return entries expired: one.
     */
    @Benchmark
    public int insertAndExpire() {
        next = next + 1 & 0xFFFF;
        parts.wheel.add(insert(next, OTHER_PORT), nowNanos + 500);
        nowNanos += 1000;
        return parts.wheel.poll(nowNanos, Integer.MAX_VALUE);
    }
}
