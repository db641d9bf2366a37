/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * Where the kernel says from which interface a frame is and which way it went (struct sockaddr_ll). It follows the
 * frame's header in a ring. Numbers are in the machine's order, but for the protocol.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-------------------------------+
 *  |            Family             |   Protocol (network order)    |
 *  +-------------------------------+-------------------------------+
 *  |                           Interface                           |
 *  +-------------------------------+---------------+---------------+
 *  |         Hardware type         |  Packet type  | Address length|
 *  +-------------------------------+---------------+---------------+
 *  |                       Address (8 bytes)                       |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class LinkAddressDescriptor {
    /** AF_PACKET. */
    static final int FAMILY = 0;
    /** EtherType. */
    static final int PROTOCOL = 2;
    /** Index of the interface. */
    static final int INTERFACE = 4;
    /** ARPHRD_ number of the interface. */
    static final int HARDWARE_TYPE = 8;
    /** To whom the frame went; {@link #OUTGOING} if it is from here. */
    static final int PACKET_TYPE = 10;
    /** Bytes of all. */
    static final int LENGTH = 20;

    /** Packet type of what this host sends. */
    static final int OUTGOING = 4;

    private LinkAddressDescriptor() {
    }
}
