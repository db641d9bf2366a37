/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.Tuples;
import io.jconntrack.table.TupleKey;
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
 * From bytes to a decoded packet, and on to its hashed key. The packets lie in 256 kB, so memory plays no part.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = {Micro.OPENS, Micro.NATIVE, Micro.GC})
public class DecodeMicro {
    private static final int PACKETS = 4096;

    /** Percent of the packets. */
    @Param({"0", "100"})
    public int ipv6;

    private final Packet packet = new Packet();
    private final Packet decoded = new Packet();
    private final TupleKey key = EngineParts.key();
    private PreparedPackets ring;
    private int at;

    /** For JMH. */
    public DecodeMicro() {
        // set up by open()
    }

    /** Write the packets. */
    @Setup(Level.Trial)
    public void open() {
        final Traffic traffic = new Traffic(ipv6, 0);
        ring = new PreparedPackets(PACKETS);
        for (int i = 0; i < PACKETS; i++) {
            ring.lengths[i] = (byte)traffic.write(ring.buffer, i * Traffic.STRIDE, i, (i & 1) == 0, Traffic.ACK, 1, 1);
        }
        if (decoded.decode(ring.address(0), ring.lengths[0], ring.lengths[0], PacketFlags.NONE) != Reason.NONE) {
            throw new IllegalStateException("the first packet can't be decoded");
        }
    }

    /** Free them. */
    @TearDown(Level.Trial)
    public void close() {
        ring.close();
    }

    /**
     * Decode.
     *
     * @return what the decoder says.
     */
    @Benchmark
    public Reason decode() {
        at = at + 1 & PACKETS - 1;
        final int length = ring.lengths[at];
        return packet.decode(ring.address(at), length, length, PacketFlags.NONE);
    }

    /**
     * Set and hash the key of a decoded packet.
     *
     * @return the key.
     */
    @Benchmark
    public TupleKey key() {
        Tuples.set(key, decoded, 0);
        return key;
    }

    /**
     * Both.
     *
     * @return the key.
     */
    @Benchmark
    public TupleKey decodeAndKey() {
        at = at + 1 & PACKETS - 1;
        final int length = ring.lengths[at];
        packet.decode(ring.address(at), length, length, PacketFlags.NONE);
        Tuples.set(key, packet, 0);
        return key;
    }
}
