/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * How the kernel hands frames over.
 */
public enum RingVersion {
    /** Frame by frame (TPACKET_V2): the lowest latency; a slot has room for a whole snap length. */
    V2(1),
    /** Block by block (TPACKET_V3): a frame waits until its block is full or its time is up; frames lie closely. */
    V3(2);

    final int number;

    RingVersion(final int number) {
        this.number = number;
    }
}
