/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples.firewall;

import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.ingest.capture.PacketTransmitter;
import io.jconntrack.ingest.ring.FrameFlags;
import io.jconntrack.ingest.ring.FrameSink;
import java.io.UncheckedIOException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One direction of the bridge: takes the frames that come in at one port, asks the rules, and sends them out of the
 * other. Used by the tracker's thread; allocates nothing per frame.
 */
final class Lane implements FrameSink {
    private final Ruleset rules;
    private final boolean leaves;
    private final Port to;
    private final long[] decisions = new long[Decision.values().length];
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    /** A frame may have come after the moment at which its batch was asked for: they all get that moment. */
    private long nowNanos;

    Lane(final Ruleset rules, final boolean leaves, final Port to) {
        this.rules = rules;
        this.leaves = leaves;
        this.to = to;
    }

    /** Forward what has come in at a port; gives how many frames there were. */
    int forward(final Port from, final long now) {
        nowNanos = now;
        return from.poll(this);
    }

    /** Frames that were decided on in a way. */
    long count(final Decision decision) {
        return decisions[decision.ordinal()];
    }

    @Override
    public void frame(final long timestampNanos, final long address, final int capturedLength,
        final int originalLength, final int linkType, final int flags, final int vlan) {
        decisions[decide(address, capturedLength, flags).ordinal()]++;
    }

    private Decision decide(final long address, final int length, final int flags) {
        if ((flags & (FrameFlags.TRUNCATED | FrameFlags.VLAN)) != 0 || length > PacketTransmitter.MAX_FRAME) {
            return Decision.UNSUITABLE;
        }
        frame.wrap(address, length);
        if ((flags & FrameFlags.CHECKSUM_NOT_READY) != 0) {
            Checksums.complete(frame, length);
        }
        final Decision decision = rules.decide(frame, length, leaves, nowNanos);
        try {
            if (decision == Decision.PASSED) {
                // one that finds no room is lost, as on any wire
                to.send(address, length);
            }
        } catch (final CaptureException e) {
            throw new UncheckedIOException(e);
        }
        return decision;
    }

    @Override
    public void flush() {
        try {
            to.flush();
        } catch (final CaptureException e) {
            throw new UncheckedIOException(e);
        }
    }
}
