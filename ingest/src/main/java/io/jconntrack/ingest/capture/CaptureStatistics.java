/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What happened to the frames of one queue. Counted by the queue's thread, readable by any; a reader sees each number
 * a little late, and not all of one moment.
 */
public final class CaptureStatistics {
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong truncated = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong notIp = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong kernelFrames = new AtomicLong();
    private final AtomicLong kernelDrops = new AtomicLong();
    private final AtomicLong kernelFreezes = new AtomicLong();

    /** Created with a socket. */
    CaptureStatistics() {
    }

    /**
     * Frames handed to the sink.
     *
     * @return how many.
     */
    public long frames() {
        return frames.getOpaque();
    }

    /**
     * Those of them of which only the first bytes were captured.
     *
     * @return how many.
     */
    public long truncated() {
        return truncated.getOpaque();
    }

    /**
     * Outgoing frames of the loopback interface, left out because each comes back as an incoming one.
     *
     * @return how many.
     */
    public long repeated() {
        return repeated.getOpaque();
    }

    /**
     * Frames left out because they are neither IPv4 nor IPv6, on interfaces without Ethernet framing and on all
     * interfaces together; elsewhere the tracker counts them.
     *
     * @return how many.
     */
    public long notIp() {
        return notIp.getOpaque();
    }

    /**
     * Frames left out because their header in the ring makes no sense. The kernel writes none; a ring's memory that
     * somebody else wrote to may have some.
     *
     * @return how many.
     */
    public long malformed() {
        return malformed.getOpaque();
    }

    /**
     * Frames that passed the filter, dropped ones included, as the kernel counted them.
     *
     * @return how many.
     */
    public long kernelFrames() {
        return kernelFrames.getOpaque();
    }

    /**
     * Frames that the kernel dropped because the ring was full.
     *
     * @return how many.
     */
    public long kernelDrops() {
        return kernelDrops.getOpaque();
    }

    /**
     * How often a V3 ring was found full and stood still.
     *
     * @return how often.
     */
    public long kernelFreezes() {
        return kernelFreezes.getOpaque();
    }

    void countFrame(final boolean cut) {
        frames.setOpaque(frames.getPlain() + 1);
        if (cut) {
            truncated.setOpaque(truncated.getPlain() + 1);
        }
    }

    void countRepeated() {
        repeated.setOpaque(repeated.getPlain() + 1);
    }

    void countNotIp() {
        notIp.setOpaque(notIp.getPlain() + 1);
    }

    void countMalformed(final long number) {
        malformed.setOpaque(malformed.getPlain() + number);
    }

    /** What the kernel counted since it was last asked. */
    void addKernel(final long passed, final long dropped, final long frozen) {
        kernelFrames.setOpaque(kernelFrames.getPlain() + passed);
        kernelDrops.setOpaque(kernelDrops.getPlain() + dropped);
        kernelFreezes.setOpaque(kernelFreezes.getPlain() + frozen);
    }
}
