/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.Connection;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.Ascii;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
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
 * An established TCP connection over IPv4 as text. The entries are in the cache, so memory plays no part.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {Micro.OPENS, Micro.NATIVE, Micro.GC})
public class TextMicro {
    private static final int CONNECTIONS = 1024;
    private static final int LONGEST = 1024;

    /** How it is written. */
    @Param({"NF", "CONNTRACK", "XML", "JSON"})
    public Form form;

    private final Ascii out = new Ascii(LONGEST);
    private EngineTracker tracker;
    private Connection connection;
    private EntryFormat format;
    private int next;

    /** For JMH. */
    public TextMicro() {
        // set up by open()
    }

    /** Open the connections. */
    @Setup(Level.Trial)
    public void open() {
        final Settings settings = new Settings(Profile.LINUX).set(Setting.MAX, CONNECTIONS);
        tracker = new EngineTracker(settings, false);
        try (PreparedPackets ring = new PreparedPackets(CONNECTIONS)) {
            Opening.open(tracker, new Traffic(0, 0), ring, 0, CONNECTIONS, Load.START_NANOS);
        }
        connection = new Connection(tracker.conntrack());
        format = new EntryFormat(form, settings);
    }

    /** Free all. */
    @TearDown(Level.Trial)
    public void close() {
        tracker.close();
    }

    /**
     * Write one down.
     *
     * @return length of the text.
     */
    @Benchmark
    public int append() {
        next = (next + 1) % CONNECTIONS;
        if (!connection.moveTo(next)) {
            throw new IllegalStateException("no connection: number=" + next);
        }
        out.setLength(0);
        format.append(out, connection, Load.START_NANOS);
        return out.length();
    }
}
