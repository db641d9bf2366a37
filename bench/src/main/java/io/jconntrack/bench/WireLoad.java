/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.ingest.capture.PacketTransmitter;
import io.jconntrack.memory.Region;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Minimum-size frames of established TCP connections, both directions in turn, sent into a cable at a rate. The time of
 * a frame is given by the rate, not by when the one before it was done. Used by one thread.
 */
final class WireLoad implements AutoCloseable {
    private static final int STRIDE = 64;
    private static final int FRAME = 60;
    private static final int ETHERNET_HEAD = 14;
    private static final int SLOTS = 4096;
    private static final int BURST = 64;
    private static final int OPENING_RATE = 20_000;
    /** Waiting shorter than this is done by looking at the clock again and again. */
    private static final long SHORT_NANOS = 100_000;

    private final PacketTransmitter transmitter;
    private final Region region;
    private final int connections;
    private int next;

    /**
     * Open the connections.
     *
     * @param cable to send into.
     * @param connections to open.
     */
    WireLoad(final Cable cable, final int connections) throws CaptureException {
        this.connections = connections;
        transmitter = new PacketTransmitter(cable.in, SLOTS);
        region = Region.anonymous((long)STRIDE * 3 * connections);
        final Traffic traffic = new Traffic(0, 0);
        for (int i = 0; i < connections; i++) {
            write(traffic, 3 * i, i, true, Traffic.SYN, 0, 0);
            write(traffic, 3 * i + 1, i, false, Traffic.SYN | Traffic.ACK, 0, 1);
            write(traffic, 3 * i + 2, i, true, Traffic.ACK, 1, 1);
        }
        send(3L * connections, OPENING_RATE, 3 * connections);
        for (int i = 0; i < connections; i++) {
            write(traffic, 2 * i, i, true, Traffic.ACK, 1, 1);
            write(traffic, 2 * i + 1, i, false, Traffic.ACK, 1, 1);
        }
        next = 0;
    }

    private void write(final Traffic traffic, final int place, final int connection, final boolean fromClient,
        final int flags, final int seq, final int ack) {
        final UnsafeBuffer frame = new UnsafeBuffer(region.address() + (long)place * STRIDE, STRIDE);
        frame.setMemory(0, STRIDE, (byte)0);
        // to nobody: the host that gets it looks at it, but does not answer
        frame.putLong(0, 0x0200_0000_aa01_0200L, ByteOrder.BIG_ENDIAN);
        frame.putInt(8, 0x0000_aa02, ByteOrder.BIG_ENDIAN);
        frame.putShort(12, (short)0x0800, ByteOrder.BIG_ENDIAN);
        traffic.write(frame, ETHERNET_HEAD, connection, fromClient, flags, seq, ack);
    }

    /**
     * Send.
     *
     * @param frames to send.
     * @param rate frames per second, 0 for as fast as it goes.
     * @return frames per second that were sent.
     */
    double send(final long frames, final int rate) throws CaptureException {
        return send(frames, rate, 2 * connections);
    }

    private double send(final long frames, final int rate, final int places) throws CaptureException {
        final long start = System.nanoTime();
        for (long sent = 0; sent < frames; ) {
            final long due = rate == 0 ? frames : Math.min(frames, due(System.nanoTime() - start, rate));
            final int burst = (int)Math.min(BURST, due - sent);
            for (int i = 0; i < burst; i++) {
                while (!transmitter.send(region.address() + (long)next * STRIDE, FRAME)) {
                    transmitter.kick();
                }
                next = next + 1 == places ? 0 : next + 1;
            }
            if (burst > 0) {
                transmitter.kick();
                sent += burst;
            } else if (1_000_000_000L / rate > SHORT_NANOS / 2) {
                LockSupport.parkNanos(SHORT_NANOS / 2);
            } else {
                Thread.onSpinWait();
            }
        }
        return frames * 1e9 / (System.nanoTime() - start);
    }

    private static long due(final long nanos, final int rate) {
        return (long)(nanos * 1e-9 * rate) + 1;
    }

    @Override
    public void close() {
        transmitter.close();
        region.close();
    }
}
