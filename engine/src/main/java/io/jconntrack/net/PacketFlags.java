/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.net;

/**
 * What is known of a packet beside its bytes; bits of one int.
 */
public final class PacketFlags {
    /** Nothing. */
    public static final int NONE = 0;
    /**
     * Its transport checksum needs no check: the network card is still to fill it in, or has found it right, or this
     * host sent the packet (Linux checks none on the way out).
     */
    public static final int CHECKSUM_UNCHECKED = 1;
    /** It was seen on a loopback interface, where IPv6 loopback addresses are in order. */
    public static final int LOOPBACK = 2;

    private PacketFlags() {
    }
}
