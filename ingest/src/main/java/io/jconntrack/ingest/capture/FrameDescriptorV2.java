/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * A frame in a TPACKET_V2 ring (struct tpacket2_hdr), in the machine's byte order. Frames have one size and lie one
 * after the other in each block of the ring.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |       Status: 0 the kernel's, bit 0 ours (receiving)          |
 *  +---------------------------------------------------------------+
 *  |                     Length on the wire                        |
 *  +---------------------------------------------------------------+
 *  |                       Captured length                         |
 *  +-------------------------------+-------------------------------+
 *  |    Offset of the link layer   |  Offset of the network layer  |
 *  +-------------------------------+-------------------------------+
 *  |                   Seconds since 1970                          |
 *  +---------------------------------------------------------------+
 *  |                        Nanoseconds                            |
 *  +-------------------------------+-------------------------------+
 *  |           VLAN TCI            |           VLAN TPID           |
 *  +-------------------------------+-------------------------------+
 *  |                           Padding                             |
 *  +---------------------------------------------------------------+
 *  |                 Link address (20 bytes)                      ...
 *  +---------------------------------------------------------------+
 *  |  ... a gap, then captured bytes from the offset given above  ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class FrameDescriptorV2 {
    /** See {@link FrameStatus}. */
    static final int STATUS = 0;
    /** Bytes that the frame had on the wire. */
    static final int LENGTH = 4;
    /** Bytes that are here. */
    static final int CAPTURED_LENGTH = 8;
    /** Offset of the first captured byte from the frame's start. */
    static final int LINK_LAYER = 12;
    /** Seconds of the time stamp, unsigned. */
    static final int SECONDS = 16;
    /** Nanoseconds of the time stamp. */
    static final int NANOSECONDS = 20;
    /** Tag that the kernel took out. */
    static final int VLAN_TCI = 24;
    /** And its EtherType. */
    static final int VLAN_TPID = 26;
    /** See {@link LinkAddressDescriptor}. */
    static final int LINK_ADDRESS = 32;
    /** Offset of a frame's bytes in a ring for sending. */
    static final int SEND_DATA = 32;
    /** Least offset of captured bytes: behind the link address. */
    static final int HEADER_LENGTH = LINK_ADDRESS + LinkAddressDescriptor.LENGTH;
    /** Most that the kernel puts before the captured bytes of an Ethernet frame or a datagram. */
    static final int ROOM_BEFORE_DATA = 80;

    private FrameDescriptorV2() {
    }
}
