/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;

/**
 * The TCP header of a packet (RFC 9293, section 3.1), read once. Mutable; belongs to one {@link Packet}, which is
 * decoded again and again.
 */
public final class TcpSegment {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;
    static final int URG = 0x20;

    /** Flag classes, in the order of the transition tables' rows. */
    static final int CLASS_SYN = 0;
    static final int CLASS_SYNACK = 1;
    static final int CLASS_FIN = 2;
    static final int CLASS_ACK = 3;
    static final int CLASS_RST = 4;
    static final int CLASS_NONE = 5;

    /** Largest window scale (RFC 7323, section 2.3). */
    static final int MAX_SCALE = 14;

    private static final int HEADER_LENGTH = 20;
    /** Bit n is set when the flag combination n (FIN, SYN, RST, ACK, URG; PSH left out) means something. */
    private static final long VALID_FLAGS = bits(SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK,
        FIN | ACK | URG, ACK, ACK | URG);

    int seq;
    int ack;
    int end;
    int window;
    int flags;
    int flagClass;
    int scale;
    int optionFlags;

    final Packet packet;
    private int headerLength;

    /**
     * A segment, not read yet.
     *
     * @param packet whose header it is.
     */
    public TcpSegment(final Packet packet) {
        this.packet = packet;
    }

    /**
     * Read the header.
     *
     * @return {@link Reason#NONE} or why it can't be used.
     */
    Reason read(final boolean checkChecksum, final boolean checkFlags) {
        final Packet p = packet;
        final int length = p.transportLength();
        if (length < HEADER_LENGTH || !p.captured(0, HEADER_LENGTH)) {
            return Reason.TRANSPORT_TRUNCATED;
        }
        headerLength = (p.transportByte(12) >> 4) * 4;
        if (headerLength < HEADER_LENGTH || length < headerLength) {
            return Reason.TCP_HEADER;
        }
        if (checkChecksum && p.needsChecksum() && !p.checksumIsRight()) {
            return Reason.TRANSPORT_CHECKSUM;
        }
        flags = p.transportByte(13) & (FIN | SYN | RST | ACK | URG);
        if (checkFlags && (VALID_FLAGS >>> flags & 1) == 0) {
            return Reason.TCP_FLAGS;
        }
        seq = p.transportInt(4);
        ack = p.transportInt(8);
        window = p.transportShort(14);
        end = seq + length - headerLength + (flags >> 1 & 1) + (flags & 1);
        if (has(RST)) {
            flagClass = CLASS_RST;
        } else if (has(SYN)) {
            flagClass = has(ACK) ? CLASS_SYNACK : CLASS_SYN;
        } else if (has(FIN)) {
            flagClass = CLASS_FIN;
        } else {
            flagClass = has(ACK) ? CLASS_ACK : CLASS_NONE;
        }
        return Reason.NONE;
    }

    boolean has(final int flag) {
        return (flags & flag) != 0;
    }

    boolean hasOptions() {
        return headerLength > HEADER_LENGTH;
    }

    /**
     * Parse the options of a SYN into {@link #scale} and {@link #optionFlags}.
     */
    void readSynOptions() {
        scale = 0;
        optionFlags = 0;
        int at = HEADER_LENGTH;
        int left = headerLength - HEADER_LENGTH;
        if (!packet.captured(at, left)) {
            return;
        }
        while (left > 0) {
            final int kind = packet.transportByte(at);
            if (kind == 0) {
                return;
            }
            if (kind == 1) {
                at++;
                left--;
                continue;
            }
            if (left < 2) {
                return;
            }
            final int size = packet.transportByte(at + 1);
            if (size < 2 || size > left) {
                return;
            }
            if (kind == 4 && size == 2) {
                optionFlags |= TcpDescriptor.FLAG_SACK_PERMITTED;
            } else if (kind == 3 && size == 3) {
                // more counts as the largest
                scale = Math.min(packet.transportByte(at + 2), MAX_SCALE);
                optionFlags |= TcpDescriptor.FLAG_WINDOW_SCALE;
            }
            at += size;
            left -= size;
        }
    }

    /**
     * The highest sequence number that the segment acknowledges, SACK blocks included.
     */
    int highestSack() {
        int sack = ack;
        int at = HEADER_LENGTH;
        int left = headerLength - HEADER_LENGTH;
        if (left == 0 || !packet.captured(at, left)) {
            return sack;
        }
        if (left == 12 && packet.transportInt(at) == 0x0101080A) {
            return sack;
        }
        while (left > 0) {
            final int kind = packet.transportByte(at);
            if (kind == 0) {
                return sack;
            }
            if (kind == 1) {
                at++;
                left--;
                continue;
            }
            if (left < 2) {
                return sack;
            }
            final int size = packet.transportByte(at + 1);
            if (size < 2 || size > left) {
                return sack;
            }
            if (kind == 5 && size >= 10 && (size - 2) % 8 == 0) {
                for (int i = 0; i < size - 2; i += 8) {
                    final int edge = packet.transportInt(at + 2 + i + 4);
                    if (TcpWindow.after(edge, sack)) {
                        sack = edge;
                    }
                }
                return sack;
            }
            at += size;
            left -= size;
        }
        return sack;
    }

    private static long bits(final int... combinations) {
        long bits = 0;
        for (final int combination : combinations) {
            bits |= 1L << combination;
        }
        return bits;
    }
}
