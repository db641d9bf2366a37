/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import io.jconntrack.net.Reason;
import java.util.HexFormat;

/**
 * A TCP segment in an IP packet, read in the plainest way. Only what the model is fed: no fragments, no IPv6 extension
 * headers.
 */
final class ModelSegment {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int URG = 32;

    private final byte[] packet;
    private final int l3;
    private final int tcp;
    private final int total;

    ModelSegment(final byte[] packet) {
        this.packet = packet;
        l3 = packet[0] >> 4;
        tcp = l3 == 4 ? (packet[0] & 15) * 4 : 40;
        total = l3 == 4 ? u16(2) : 40 + u16(4);
    }

    /** What is wrong with it, before any entry is looked at; NONE when the ports can be read. */
    boolean hasPorts() {
        return total - tcp >= 4;
    }

    Reason malformed() {
        if (total - tcp < 20) {
            return Reason.TRANSPORT_TRUNCATED;
        }
        return headerLength() < 20 || tcp + headerLength() > total ? Reason.TCP_HEADER : Reason.NONE;
    }

    ModelTuple tuple() {
        return l3 == 4 ? new ModelTuple(4, 0, u32(12), u16(tcp), 0, u32(16), u16(tcp + 2))
            : new ModelTuple(6, u64(8), u64(16), u16(tcp), u64(24), u64(32), u16(tcp + 2));
    }

    int bytes() {
        return total;
    }

    long seq() {
        return u32(tcp + 4);
    }

    long ack() {
        return u32(tcp + 8);
    }

    int flags() {
        return packet[tcp + 13] & 0xFF;
    }

    boolean has(final int flag) {
        return (flags() & flag) != 0;
    }

    int window() {
        return u16(tcp + 14);
    }

    int payload() {
        return total - tcp - headerLength();
    }

    /** One past its last sequence number; SYN and FIN count. */
    long end() {
        return Seq.plus(seq(), payload() + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0));
    }

    /** Whether Linux sees any sense in the flags; PSH, ECE and CWR do not matter. */
    boolean flagsMakeSense() {
        return switch (flags() & (FIN | SYN | RST | ACK | URG)) {
            case SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG -> true;
            default -> false;
        };
    }

    ModelKind kind() {
        if (has(RST)) {
            return ModelKind.RST;
        } else if (has(SYN)) {
            return has(ACK) ? ModelKind.SYN_ACK : ModelKind.SYN;
        } else if (has(FIN)) {
            return ModelKind.FIN;
        }
        return has(ACK) ? ModelKind.ACK : ModelKind.NULL;
    }

    boolean hasOptions() {
        return headerLength() > 20;
    }

    /** Window scale (RFC 7323), at the most 14; -1 when not offered. */
    int offeredScale() {
        final int at = option(3, 3);
        return at < 0 ? -1 : Math.min(14, packet[at + 2] & 0xFF);
    }

    /** SACK permitted (RFC 2018). */
    boolean permitsSack() {
        return option(4, 2) >= 0;
    }

    /** The highest right edge of its SACK blocks, or its acknowledgement if that is higher. */
    long highestSack() {
        long highest = ack();
        if (headerLength() == 32 && u32(tcp + 20) == 0x0101080AL) {
            return highest; // nothing but a time stamp, whatever else may be read into it
        }
        for (int at = firstOption(); at >= 0; at = nextOption(at)) {
            final int length = at + 1 < tcp + headerLength() ? packet[at + 1] & 0xFF : 0;
            if (packet[at] == 5 && length >= 10 && (length - 2) % 8 == 0) {
                for (int block = at + 2; block < at + length; block += 8) {
                    if (Seq.isAfter(u32(block + 4), highest)) {
                        highest = u32(block + 4);
                    }
                }
                return highest;
            }
        }
        return highest;
    }

    /** Where the last option of that kind and length is, or -1. */
    private int option(final int kind, final int length) {
        int found = -1;
        for (int at = firstOption(); at >= 0; at = nextOption(at)) {
            if (packet[at] == kind && (packet[at + 1] & 0xFF) == length) {
                found = at;
            }
        }
        return found;
    }

    private int firstOption() {
        return readable(tcp + 20);
    }

    private int nextOption(final int at) {
        return readable(at + (packet[at + 1] & 0xFF));
    }

    /** The next option with a length of its own from there on that lies whole in the header, or -1. */
    private int readable(final int from) {
        final int end = tcp + headerLength();
        int at = from;
        while (at < end && packet[at] == 1) {
            at++;
        }
        if (at + 1 >= end || packet[at] == 0) {
            return -1;
        }
        final int length = packet[at + 1] & 0xFF;
        return length < 2 || at + length > end ? -1 : at;
    }

    private int headerLength() {
        return (packet[tcp + 12] >> 4 & 15) * 4;
    }

    private int u16(final int at) {
        return (packet[at] & 0xFF) << 8 | packet[at + 1] & 0xFF;
    }

    private long u32(final int at) {
        return (long)u16(at) << 16 | u16(at + 2);
    }

    private long u64(final int at) {
        return u32(at) << 32 | u32(at + 4);
    }

    /** For traces: flags, sequence numbers, window, options in hex. */
    String text() {
        if (malformed() != Reason.NONE) {
            return "malformed " + HexFormat.of().formatHex(packet, tcp, total);
        }
        final StringBuilder letters = new StringBuilder();
        for (int bit = 0; bit < 8; bit++) {
            if ((flags() >> bit & 1) != 0) {
                letters.append("FSRPAUEC".charAt(bit));
            }
        }
        final String options = HexFormat.of().formatHex(packet, tcp + 20, tcp + headerLength());
        return letters + " seq " + seq() + " len " + payload() + " ack " + ack() + " win " + window()
            + (options.isEmpty() ? "" : " opt " + options);
    }
}
