/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.capture.CaptureSink;

/**
 * Takes frames and keeps none: a capture without a tracker, for its statistics.
 */
final class CountingSink implements CaptureSink {
    @Override
    public void frame(final long timestampNanos, final long address, final int capturedLength,
        final int originalLength, final int linkType, final int flags, final int vlan) {
        // the capture's statistics count it
    }

    @Override
    public void flush() {
        // nothing waits here
    }

    @Override
    public void counters(final long kernelDrops, final long notIp) {
        // the capture's statistics have them
    }

    @Override
    public void close() {
        // nothing is held
    }
}
