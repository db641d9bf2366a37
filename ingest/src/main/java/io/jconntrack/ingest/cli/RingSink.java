/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.ingest.capture.CaptureSink;
import io.jconntrack.ingest.ring.RingWriter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Takes the frames of a queue to a tracker's worker, through their ring in shared memory.
 */
final class RingSink implements CaptureSink {
    private final RingWriter ring;

    private RingSink(final RingWriter ring) {
        this.ring = ring;
    }

    static RingSink open(final TrackerFiles files, final int queue) throws IOException {
        final Path file = files.ring(queue);
        try {
            return new RingSink(RingWriter.attach(file));
        } catch (final NoSuchFileException e) {
            throw new CaptureException("no tracker " + files.name() + " has a worker " + queue + ": " + file
                + " is not there; start the tracker first, with as many workers as there are queues");
        } catch (final AccessDeniedException e) {
            throw new CaptureException(file + " belongs to another user; choose its owner with --user");
        }
    }

    @Override
    public void frame(final long timestampNanos, final long address, final int capturedLength,
        final int originalLength, final int linkType, final int flags, final int vlan) {
        ring.frame(timestampNanos, address, capturedLength, originalLength, linkType, flags, vlan);
    }

    @Override
    public void flush() {
        ring.flush();
    }

    @Override
    public void counters(final long kernelDrops, final long notIp) {
        ring.kernelDrops(kernelDrops);
        ring.notIpFrames(notIp);
        ring.heartbeat(System.currentTimeMillis());
    }

    @Override
    public void close() {
        ring.close();
    }
}
