/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.Outcome;
import io.jconntrack.protocol.TcpSegment;
import io.jconntrack.protocol.Tuples;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.table.TupleKey;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * TCP alone: reading the header, its checksum included, and moving on an established connection by an acknowledgement
 * in its window. The entry is in the cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {Micro.OPENS, Micro.NATIVE, Micro.GC})
public class TcpMicro {
    private static final int SIDES = 2;

    private final Packet[] packets = {new Packet(), new Packet()};
    private final TcpSegment[] segments = {new TcpSegment(packets[0]), new TcpSegment(packets[1])};
    private final Traffic traffic = new Traffic(0, 0);
    private EngineParts parts;
    private PreparedPackets ring;
    private long entry;
    private long nowNanos = 1_000_000_000L;
    private int side;

    /** For JMH. */
    public TcpMicro() {
        // set up by open()
    }

    /** Open a connection and write the acknowledgement of each side. */
    @Setup(Level.Trial)
    public void open() {
        parts = new EngineParts(new Settings(Profile.LINUX), 16);
        ring = new PreparedPackets(64);
        final TupleKey key = EngineParts.key();
        decode(0, true, Traffic.SYN, 0, 0);
        Tuples.set(key, packets[0], 0);
        entry = parts.insert(key);
        parts.wheel.add(entry, nowNanos);
        follow(segments[0], true, 0);
        decode(1, false, Traffic.SYN | Traffic.ACK, 0, 1);
        follow(segments[1], false, 1);
        decode(0, true, Traffic.ACK, 1, 1);
        follow(segments[0], false, 0);
        decode(1, false, Traffic.ACK, 1, 1);
        follow(segments[1], false, 1);
    }

    private void decode(final int place, final boolean fromClient, final int flags, final int seq, final int ack) {
        final int length = traffic.write(ring.buffer, place * Traffic.STRIDE, 1, fromClient, flags, seq, ack);
        if (packets[place].decode(ring.address(place), length, length, PacketFlags.NONE) != Reason.NONE) {
            throw new IllegalStateException("packet can't be decoded: place=" + place);
        }
    }

    private void follow(final TcpSegment segment, final boolean fresh, final int direction) {
        final Reason reason = parts.tcp.read(segment);
        final int outcome = reason == Reason.NONE ? parts.tcp.track(entry, fresh, direction, segment, nowNanos) : 1;
        if (outcome != Outcome.ACCEPT) {
            throw new IllegalStateException("packet was not accepted: reason=" + reason + " outcome=" + outcome);
        }
    }

    /** Free all. */
    @TearDown(Level.Trial)
    public void close() {
        ring.close();
        parts.close();
    }

    /**
     * Read a header.
     *
     * @return what the reader says.
     */
    @Benchmark
    public Reason read() {
        side = (side + 1) % SIDES;
        return parts.tcp.read(segments[side]);
    }

    /**
     * Read a header and move the connection on.
     *
     * @return the outcome.
     */
    @Benchmark
    public int readAndTrack() {
        side = (side + 1) % SIDES;
        nowNanos += Steady.NANOS_PER_PACKET;
        parts.tcp.read(segments[side]);
        return parts.tcp.track(entry, false, side, segments[side], nowNanos);
    }
}
