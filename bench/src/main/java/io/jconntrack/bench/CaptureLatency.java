/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.Affinity;
import io.jconntrack.ingest.capture.PacketSocket;
import io.jconntrack.ingest.ring.FrameSink;
import io.jconntrack.memory.Region;
import java.time.Clock;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.agrona.UnsafeApi;

/**
 * Captures as the helper does, copies each frame into memory of its own, and records how old its time stamp is then.
 */
final class CaptureLatency implements Runnable, FrameSink {
    private static final int MEMORY = 1 << 22;
    private static final int STRIDE = 512;

    private final PacketSocket socket;
    private final Region memory = Region.anonymous(MEMORY);
    private final Clock clock = Clock.systemUTC();
    private Histogram times = Latencies.histogram();
    private long at;
    private volatile boolean reset;
    private volatile boolean end;

    CaptureLatency(final PacketSocket socket) {
        this.socket = socket;
    }

    /** Forget the times so far, once nothing is under way. */
    void reset() throws InterruptedException {
        reset = true;
        while (reset) {
            Thread.sleep(1);
        }
    }

    void end() {
        end = true;
    }

    /** Nanoseconds; to be asked after the end. */
    Histogram times() {
        return times;
    }

    @Override
    public void run() {
        Affinity.pin(1);
        while (!end) {
            if (socket.poll(this, 256) == 0) {
                if (reset) {
                    times = Latencies.histogram();
                    reset = false;
                }
                Thread.onSpinWait();
            }
        }
        memory.close();
    }

    @Override
    public void frame(final long timestampNanos, final long address, final int capturedLength,
        final int originalLength, final int linkType, final int flags, final int vlan) {
        UnsafeApi.copyMemory(address, memory.address() + at, Math.min(capturedLength, STRIDE));
        at = at + STRIDE & MEMORY - 1;
        final Instant now = clock.instant();
        Latencies.record(times, Math.max(0, now.getEpochSecond() * 1_000_000_000L + now.getNano() - timestampNanos));
    }

    @Override
    public void flush() {
        // every frame was taken already
    }
}
