/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

/**
 * What the kernel told about a captured frame beside its bytes; bits of one int.
 */
public final class FrameFlags {
    /** Sent by this host (PACKET_OUTGOING). */
    public static final int OUTGOING = 1;
    /** The transport checksum is still to be filled in by the network card (TP_STATUS_CSUMNOTREADY). */
    public static final int CHECKSUM_NOT_READY = 2;
    /** The transport checksum was found right by the network card or the kernel (TP_STATUS_CSUM_VALID). */
    public static final int CHECKSUM_VALID = 4;
    /** The frame had a VLAN tag that the kernel took out (TP_STATUS_VLAN_VALID). */
    public static final int VLAN = 8;
    /** Not all of the frame was captured. */
    public static final int TRUNCATED = 16;
    /** Seen on a loopback interface. */
    public static final int LOOPBACK = 32;

    private FrameFlags() {
    }
}
