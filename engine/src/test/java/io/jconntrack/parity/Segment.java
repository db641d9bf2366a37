/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A TCP segment on its way to become a packet.
 */
final class Segment {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int URG = 32;

    int flags;
    int seq;
    int ack;
    int window;
    byte[] options = {};
    int payload;
    /** Data offset in words, or -1 for the right one. */
    int dataOffset = -1;
    /** Bytes cut from the end. */
    int cut;
    boolean wrongChecksum;

    boolean has(final int flag) {
        return (flags & flag) != 0;
    }

    /** Sequence number behind it. */
    int end() {
        return seq + payload + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }

    byte[] packet(final Peer from, final Peer to) {
        final byte[] padded = Arrays.copyOf(options, (options.length + 3) / 4 * 4);
        final ByteBuffer bytes = ByteBuffer.allocate(20 + padded.length + payload);
        final int offset = dataOffset >= 0 ? dataOffset : 5 + padded.length / 4;
        bytes.putShort((short)from.port).putShort((short)to.port).putInt(seq).putInt(ack)
            .put((byte)(offset << 4)).put((byte)flags).putShort((short)window).putInt(0).put(padded);
        byte[] segment = Packets.withChecksum(from.address, to.address, Packets.TCP, bytes.array(), 16, 1 << 17);
        if (wrongChecksum) {
            segment[17] ^= 0x55;
        }
        if (cut > 0) {
            segment = Arrays.copyOf(segment, Math.max(0, segment.length - cut));
        }
        return Packets.ip(from.address, to.address, Packets.TCP, segment);
    }

    static byte[] mss(final int bytes) {
        return new byte[] {2, 4, (byte)(bytes >> 8), (byte)bytes};
    }

    static byte[] windowScale(final int shift) {
        return new byte[] {3, 3, (byte)shift, 1};
    }

    static byte[] sackPermitted() {
        return new byte[] {4, 2, 1, 1};
    }

    static byte[] timestamps(final int value) {
        return ByteBuffer.allocate(12).putInt(0x0101080A).putInt(value).array();
    }

    /** Selective acknowledgement of pairs of sequence numbers. */
    static byte[] sack(final int... edges) {
        final ByteBuffer option = ByteBuffer.allocate(4 + 4 * edges.length).putShort((short)0x0101)
            .put((byte)5).put((byte)(2 + 4 * edges.length));
        for (final int edge : edges) {
            option.putInt(edge);
        }
        return option.array();
    }

    static byte[] join(final byte[]... parts) {
        byte[] whole = {};
        for (final byte[] part : parts) {
            final int at = whole.length;
            whole = Arrays.copyOf(whole, at + part.length);
            System.arraycopy(part, 0, whole, at, part.length);
        }
        return whole;
    }
}
