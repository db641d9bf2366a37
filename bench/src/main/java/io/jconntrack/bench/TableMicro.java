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
 * The table alone, one key at a time, uniformly random: every operation includes setting and hashing its key.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {Micro.OPENS, Micro.NATIVE, Micro.GC})
public class TableMicro {
    private static final int PORT = 443;
    private static final int OTHER_PORT = 444;

    /** Entries in the table. */
    @Param({"10000", "1000000"})
    public int connections;

    private final TupleKey key = EngineParts.key();
    private final SplittableRandom random = new SplittableRandom(3);
    private EngineParts parts;

    /** For JMH. */
    public TableMicro() {
        // set up by open()
    }

    /** Fill the table but for one entry. */
    @Setup(Level.Trial)
    public void open() {
        parts = new EngineParts(new Settings(Profile.LINUX), connections + 1);
        for (int i = 0; i < connections; i++) {
            Micro.set(key, i, PORT);
            if (parts.insert(key) == 0) {
                throw new IllegalStateException("no room for connection=" + i);
            }
        }
    }

    /** Free it. */
    @TearDown(Level.Trial)
    public void close() {
        parts.close();
    }

    /**
     * Set and hash a key.
     *
     * @return the key.
     */
    @Benchmark
    public TupleKey keyAlone() {
        Micro.set(key, random.nextInt(connections), PORT);
        return key;
    }

    /**
     * Look up a key that is there.
     *
     * @return its entry.
     */
    @Benchmark
    public long lookupHit() {
        Micro.set(key, random.nextInt(connections), PORT);
        return parts.find(key);
    }

    /**
     * Look up a key that is not there.
     *
     * @return 0.
     */
    @Benchmark
    public long lookupMiss() {
        Micro.set(key, random.nextInt(connections), OTHER_PORT);
        return parts.find(key);
    }

    /**
     * Insert a key and remove it again.
     *
     * @return the entry that it had.
     */
    @Benchmark
    public long insertAndRemove() {
        Micro.set(key, random.nextInt(connections), OTHER_PORT);
        final long entry = parts.insert(key);
        parts.remove(entry);
        return entry;
    }
}
