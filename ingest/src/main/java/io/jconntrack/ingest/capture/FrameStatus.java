/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * Bits of the status that the kernel gives to frames and blocks (TP_STATUS_).
 */
final class FrameStatus {
    /** The kernel's turn; for sending, ours. */
    static final int KERNEL = 0;
    /** Ours to read. */
    static final int USER = 1;
    /** Frames were dropped since the statistics were last read. */
    static final int LOSING = 1 << 2;
    /** Checksum still to be filled in. */
    static final int CHECKSUM_NOT_READY = 1 << 3;
    /** A VLAN tag was taken out. */
    static final int VLAN_VALID = 1 << 4;
    /** And its EtherType is known. */
    static final int VLAN_TPID_VALID = 1 << 6;
    /** Checksum found right. */
    static final int CHECKSUM_VALID = 1 << 7;
    /** For sending: the kernel's turn. */
    static final int SEND_REQUEST = 1;

    private FrameStatus() {
    }
}
