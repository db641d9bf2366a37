/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * A block of a TPACKET_V3 ring (struct tpacket_block_desc) and the frames in it (struct tpacket3_hdr), in the
 * machine's byte order.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                           Version                             |
 *  +---------------------------------------------------------------+
 *  |                   Offset of private data                      |
 *  +---------------------------------------------------------------+
 *  |              Status: 0 the kernel's, bit 0 ours               |
 *  +---------------------------------------------------------------+
 *  |                      Number of frames                         |
 *  +---------------------------------------------------------------+
 *  |            Offset of the first frame from the block           |
 *  +---------------------------------------------------------------+
 *  |                   Bytes of the block in use                   |
 *  +---------------------------------------------------------------+
 *  |                  Sequence number (8 bytes)                    |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |           Times of first and last frame (16 bytes)           ...
 *  +---------------------------------------------------------------+
 *
 *  +---------------------------------------------------------------+
 *  |  Offset of the next frame from this one; 0: this is the last  |
 *  +---------------------------------------------------------------+
 *  |                   Seconds since 1970                          |
 *  +---------------------------------------------------------------+
 *  |                        Nanoseconds                            |
 *  +---------------------------------------------------------------+
 *  |                       Captured length                         |
 *  +---------------------------------------------------------------+
 *  |                     Length on the wire                        |
 *  +---------------------------------------------------------------+
 *  |                           Status                              |
 *  +-------------------------------+-------------------------------+
 *  |    Offset of the link layer   |  Offset of the network layer  |
 *  +-------------------------------+-------------------------------+
 *  |                            Hash                               |
 *  +---------------------------------------------------------------+
 *  |                          VLAN TCI                             |
 *  +-------------------------------+-------------------------------+
 *  |           VLAN TPID           |           Padding             |
 *  +-------------------------------+-------------------------------+
 *  |                       Padding (8 bytes)                       |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                 Link address (20 bytes)                      ...
 *  +---------------------------------------------------------------+
 * </pre>
 */
final class BlockDescriptorV3 {
    /** See {@link FrameStatus}; who owns the block. */
    static final int BLOCK_STATUS = 8;
    /** Frames in the block. */
    static final int FRAMES = 12;
    /** Where the first is. */
    static final int FIRST_FRAME = 16;
    /** Bytes of the block's head. */
    static final int BLOCK_HEADER_LENGTH = 48;

    /** Offset of the next frame from this one. */
    static final int NEXT_FRAME = 0;
    /** Seconds of the time stamp, unsigned. */
    static final int SECONDS = 4;
    /** Nanoseconds of the time stamp. */
    static final int NANOSECONDS = 8;
    /** Bytes that are here. */
    static final int CAPTURED_LENGTH = 12;
    /** Bytes that the frame had on the wire. */
    static final int LENGTH = 16;
    /** See {@link FrameStatus}; what the kernel knows about the frame. */
    static final int STATUS = 20;
    /** Offset of the first captured byte from the frame's header. */
    static final int LINK_LAYER = 24;
    /** Tag that the kernel took out. */
    static final int VLAN_TCI = 32;
    /** And its EtherType. */
    static final int VLAN_TPID = 36;
    /** See {@link LinkAddressDescriptor}. */
    static final int LINK_ADDRESS = 48;
    /** Least offset of captured bytes: behind the link address. */
    static final int HEADER_LENGTH = LINK_ADDRESS + LinkAddressDescriptor.LENGTH;
    /** Most that the kernel puts before the captured bytes of an Ethernet frame or a datagram. */
    static final int ROOM_BEFORE_DATA = 96;

    private BlockDescriptorV3() {
    }
}
