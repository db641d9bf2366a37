/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Who has a ring and what passed through it: a view of the words that both sides keep, for any thread. Each value is
 * read for itself, so that sums may be off by the batch of the moment. All counts go on when a side is started anew.
 * <pre>
 *  frames()  =  takenFrames() + lostAtRestart() + lostInRing() + what lies in the ring
 * </pre>
 */
public final class RingCounters implements AutoCloseable {
    /** More than any counter gets to: a broken file is not to make sums overflow. */
    private static final long LIMIT = 1L << 60;

    private final RingMapping mapping;
    private final UnsafeBuffer words;

    /**
     * Counters of a mapped ring.
     *
     * @param mapping that outlives this.
     */
    RingCounters(final RingMapping mapping) {
        this.mapping = mapping;
        words = mapping.words;
    }

    /**
     * Look at a ring without taking part, for status displays. Not in the process of the ring's helper or tracker: the
     * kernel takes a process's locks away when it closes the file anywhere. These have {@link RingWriter#counters()}
     * and {@link RingReader#counters()}.
     *
     * @param file of the ring.
     * @return its counters, to be closed.
     * @throws RingFormatException if the file is no ring.
     * @throws IOException if the file can't be opened for reading.
     */
    public static RingCounters open(final Path file) throws IOException {
        return new RingCounters(RingMapping.look(file));
    }

    private long word(final int offset) {
        return words.getLongVolatile(offset);
    }

    /** A counter as a side goes on with it, 0 if it makes no sense. */
    long sane(final int offset) {
        return sane(word(offset));
    }

    /** The same for a number that comes from elsewhere in the file. */
    static long sane(final long value) {
        return value < 0 || value > LIMIT ? 0 : value;
    }

    /** Sequence number of the frame after the last one of which the trackers know what became of it. */
    long accounted() {
        return sane(RingDescriptor.FRAMES_OFFSET) + sane(RingDescriptor.LOST_AT_RESTART_OFFSET)
            + sane(RingDescriptor.LOST_IN_RING_OFFSET);
    }

    /**
     * Capacity of the ring.
     *
     * @return in bytes.
     */
    public int capacity() {
        return RingDescriptor.capacity(mapping.ring.capacity());
    }

    /**
     * Whether a capture helper has the ring now, by the kernel's lock: true also for a process that is stopped.
     *
     * @return true if there is one.
     * @throws IOException if locks can't be looked at.
     */
    public boolean isHelperAlive() throws IOException {
        return mapping.isTaken(RingSide.HELPER);
    }

    /**
     * Whether a tracker has the ring now, by the kernel's lock: true also for a process that is stopped.
     *
     * @return true if there is one.
     * @throws IOException if locks can't be looked at.
     */
    public boolean isTrackerAlive() throws IOException {
        return mapping.isTaken(RingSide.TRACKER);
    }

    /**
     * The last helper's process id.
     *
     * @return 0 if it ended by itself, or there was none.
     */
    public long helperPid() {
        return word(RingDescriptor.HELPER_PID_OFFSET);
    }

    /**
     * Helpers that attached so far.
     *
     * @return a count.
     */
    public long helperAttachments() {
        return word(RingDescriptor.HELPER_ATTACHMENTS_OFFSET);
    }

    /**
     * The helper's last heartbeat.
     *
     * @return milliseconds since 1970, 0 if there was none.
     */
    public long helperHeartbeat() {
        return word(RingDescriptor.HELPER_HEARTBEAT_OFFSET);
    }

    /**
     * Frames handed over to the ring.
     *
     * @return a count; the frame after them gets it as its sequence number.
     */
    public long frames() {
        return word(RingDescriptor.NEXT_SEQUENCE_OFFSET);
    }

    /**
     * Bytes that the handed over frames had on the wire.
     *
     * @return a count.
     */
    public long bytes() {
        return word(RingDescriptor.BYTES_OFFSET);
    }

    /**
     * Batches handed over.
     *
     * @return a count.
     */
    public long batches() {
        return word(RingDescriptor.BATCHES_OFFSET);
    }

    /**
     * Frames dropped because the ring was full.
     *
     * @return a count.
     */
    public long droppedFrames() {
        return word(RingDescriptor.DROPPED_FRAMES_OFFSET);
    }

    /**
     * Bytes that the frames dropped because the ring was full had on the wire.
     *
     * @return a count.
     */
    public long droppedBytes() {
        return word(RingDescriptor.DROPPED_BYTES_OFFSET);
    }

    /**
     * Frames that the kernel dropped because the helper was too slow.
     *
     * @return a count.
     */
    public long kernelDrops() {
        return word(RingDescriptor.KERNEL_DROPS_OFFSET);
    }

    /**
     * Frames handed over of which not all was captured, for whatever reason.
     *
     * @return a count.
     */
    public long truncatedFrames() {
        return word(RingDescriptor.TRUNCATED_OFFSET);
    }

    /**
     * Those of the truncated frames that were cut because they were too large for the ring.
     *
     * @return a count.
     */
    public long cutFrames() {
        return word(RingDescriptor.CUT_OFFSET);
    }

    /**
     * Frames that were left out because they hold no IP packet.
     *
     * @return a count.
     */
    public long notIpFrames() {
        return word(RingDescriptor.NOT_IP_OFFSET);
    }

    /**
     * The last tracker's process id.
     *
     * @return 0 if it ended by itself, or there was none.
     */
    public long trackerPid() {
        return word(RingDescriptor.TRACKER_PID_OFFSET);
    }

    /**
     * Trackers that attached so far.
     *
     * @return a count.
     */
    public long trackerAttachments() {
        return word(RingDescriptor.TRACKER_ATTACHMENTS_OFFSET);
    }

    /**
     * The tracker's last heartbeat.
     *
     * @return milliseconds since 1970, 0 if there was none.
     */
    public long trackerHeartbeat() {
        return word(RingDescriptor.TRACKER_HEARTBEAT_OFFSET);
    }

    /**
     * Frames that the trackers took and were done with.
     *
     * @return a count.
     */
    public long takenFrames() {
        return word(RingDescriptor.FRAMES_OFFSET);
    }

    /**
     * Batches that the trackers took and were done with.
     *
     * @return a count.
     */
    public long takenBatches() {
        return word(RingDescriptor.TAKEN_BATCHES_OFFSET);
    }

    /**
     * Frames of batches that a tracker had taken and was not done with when it was killed. Some of them were tracked;
     * none is tracked twice.
     *
     * @return a count.
     */
    public long lostAtRestart() {
        return word(RingDescriptor.LOST_AT_RESTART_OFFSET);
    }

    /**
     * Frames handed over, but not in a whole batch: their helper was killed meanwhile, or the ring was damaged. Known
     * when the next batch arrives.
     *
     * @return a count.
     */
    public long lostInRing() {
        return word(RingDescriptor.LOST_IN_RING_OFFSET);
    }

    /**
     * Half-written batches of killed helpers that the trackers skipped.
     *
     * @return a count.
     */
    public long halfWrittenBatches() {
        return word(RingDescriptor.HALF_WRITTEN_OFFSET);
    }

    /**
     * Times that the trackers skipped something that was no batch: the ring was damaged.
     *
     * @return a count.
     */
    public long corruptBatches() {
        return word(RingDescriptor.CORRUPT_OFFSET);
    }

    /** Let the file go. */
    @Override
    public void close() {
        mapping.close();
    }
}
