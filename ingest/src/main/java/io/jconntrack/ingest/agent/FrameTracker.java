/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.Conntrack;
import io.jconntrack.PacketBatch;
import io.jconntrack.ingest.ring.FrameFlags;
import io.jconntrack.net.LinkLayer;
import io.jconntrack.net.PacketFlags;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * From captured frames to verdicts: finds the IP packets, tracks them batch by batch where they lie, and takes the time
 * from the kernel's stamp to the answer. Used by one thread; allocates nothing.
 */
final class FrameTracker {
    private static final int UNCHECKED =
        FrameFlags.OUTGOING | FrameFlags.CHECKSUM_NOT_READY | FrameFlags.CHECKSUM_VALID;
    private static final int VLAN_ID = 0xFFF;

    private final Conntrack conntrack;
    private final boolean isZoneOfVlan;
    private final LatencyCounts latencies;
    private final EpochNanoClock clock;
    private final PacketBatch batch = new PacketBatch();
    private final long[] stamps = new long[PacketBatch.CAPACITY];
    private UnsafeBuffer buffer;
    private long nowNanos;
    private long notIp;

    /**
     * A tracker of frames.
     *
     * @param isZoneOfVlan whether each VLAN is a zone of its own; otherwise all frames are in zone 0.
     * @param latencies takes the times from wire to verdict.
     * @param clock of the frames' stamps.
     */
    FrameTracker(final Conntrack conntrack, final boolean isZoneOfVlan, final LatencyCounts latencies,
        final EpochNanoClock clock) {
        this.conntrack = conntrack;
        this.isZoneOfVlan = isZoneOfVlan;
        this.latencies = latencies;
        this.clock = clock;
    }

    /**
     * Frames follow.
     *
     * @param frames off-heap buffer that they lie in until {@link #finish()}.
     * @param now the tracker's time.
     */
    void start(final UnsafeBuffer frames, final long now) {
        buffer = frames;
        nowNanos = now;
        batch.reset(frames);
    }

    /** Take a frame; its parameters are those of {@link io.jconntrack.ingest.ring.FrameSink#frame}. */
    void frame(final long timestampNanos, final int offset, final int captured, final int original,
        final int linkType, final int flags, final int vlan) {
        final int ip = LinkLayer.ipOffset(buffer, offset, captured, linkType);
        if (ip < 0) {
            notIp++;
            return;
        }
        stamps[batch.size()] = timestampNanos;
        final int known = ((flags & UNCHECKED) != 0 ? PacketFlags.CHECKSUM_UNCHECKED : 0)
            | ((flags & FrameFlags.LOOPBACK) != 0 ? PacketFlags.LOOPBACK : 0);
        final int zone = isZoneOfVlan ? zone(offset, captured, linkType, flags, vlan) : 0;
        if (!batch.add(offset + ip, captured - ip, Math.max(captured, original) - ip, zone, known, nowNanos)) {
            finish();
        }
    }

    /** The innermost tag counts: the kernel takes out the outermost. */
    private int zone(final int offset, final int captured, final int linkType, final int flags, final int vlan) {
        final int inner = LinkLayer.vlan(buffer, offset, captured, linkType);
        return inner != 0 || (flags & FrameFlags.VLAN) == 0 ? inner : vlan & VLAN_ID;
    }

    /** Track what was taken. */
    void finish() {
        final int size = batch.size();
        if (size == 0) {
            return;
        }
        conntrack.process(batch);
        final long done = clock.nanoTime();
        for (int i = 0; i < size; i++) {
            latencies.record(done - stamps[i]);
        }
        batch.reset(buffer);
    }

    /** Frames without an IP packet. */
    long notIp() {
        return notIp;
    }
}
