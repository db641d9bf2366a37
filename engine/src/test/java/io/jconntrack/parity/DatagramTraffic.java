/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * UDP, UDP-Lite, ICMP and ICMPv6 with errors about anything sent before, GRE and protocols without a tracker, behind
 * IP options and extension headers.
 */
final class DatagramTraffic {
    private final TrafficGenerator out;
    private final Dice dice;
    private boolean v6;
    private byte[] from;
    private byte[] to;

    DatagramTraffic(final TrafficGenerator out) {
        this.out = out;
        dice = out.dice();
    }

    void move() {
        v6 = dice.chance(0.3);
        final byte[] client = v6 ? Packets.v6(5, 0, 1 + dice.below(4)) : Packets.v4(5, 0, 1 + dice.below(4));
        final byte[] server = v6 ? Packets.v6(6, 0, 1 + dice.below(2)) : Packets.v4(6, 0, 1 + dice.below(2));
        final boolean forth = dice.chance(0.5);
        from = forth ? client : server;
        to = forth ? server : client;
        switch (dice.pick(30, 25, 25, 10, 10)) {
            case 0 -> udp();
            case 1 -> icmp();
            case 2 -> icmpError();
            case 3 -> gre();
            default -> out.emit(wrap(dice.of(50, v6 ? 89 : 51, 89, 103, 253), noise(dice.of(0, 3, 8, 20, 40))));
        }
    }

    private void udp() {
        final int protocol = dice.chance(0.8) ? Packets.UDP : Packets.UDPLITE;
        final int payload = dice.below(40);
        final int length = dice.chance(0.06) ? dice.below(60) : 8 + payload;
        byte[] packet =
            Packets.udp(from, to, dice.of(53, 1000, 1001), dice.of(53, 1000, 1001), protocol, length, payload);
        if (dice.chance(0.03)) {
            packet[packet.length - 1] ^= 1;
        }
        if (dice.chance(0.03)) {
            packet = Packets.ip(from, to, protocol,
                Arrays.copyOfRange(packet, v6 ? 40 : 20, (v6 ? 40 : 20) + dice.below(9)));
        }
        out.emit(decorate(packet));
    }

    private void icmp() {
        final int id = 1 + dice.below(3) << 16 | dice.below(100);
        if (dice.chance(0.7)) {
            final int type = v6 ? dice.of(128, 129) : dice.of(8, 0);
            out.emit(decorate(Packets.icmp(from, to, type, dice.chance(0.9) ? 0 : 1, id, new byte[dice.below(30)])));
        } else {
            final int type = v6 ? dice.of(130, 133, 135, 136, 137, 139, 140, 143, 150, 151, 200)
                : dice.of(9, 10, 13, 14, 15, 16, 17, 18, 6, 19, 30);
            out.emit(Packets.icmp(from, to, type, 0, id, new byte[dice.of(0, 12, 20)]));
        }
    }

    private void icmpError() {
        byte[] quote = out.someRecent();
        if (quote == null || quote.length < 40) {
            return;
        }
        final boolean six = quote[0] >> 4 == 6;
        final byte[] router = six ? Packets.v6(8, 0, 8) : Packets.v4(8, 0, 8);
        byte[] target = Packets.sourceOf(quote);
        if (dice.chance(0.1)) {
            target = six ? Packets.v6(9, 9, 9) : Packets.v4(9, 9, 9);
        }
        quote = Arrays.copyOf(quote, Math.min(quote.length, dice.of(1200, 28, 48, dice.below(60))));
        final int type = six ? dice.of(1, 1, 2, 3, 4) : dice.of(3, 3, 4, 5, 11, 12);
        out.emit(Packets.icmp(router, target, type, dice.of(0, 1, 3, 4), 1280, quote));
    }

    private void gre() {
        final int version = dice.chance(0.3) ? 1 : 0;
        final byte[] header = ByteBuffer.allocate(8 + dice.below(20)).putShort((short)(version == 1 ? 0x3001 : 0))
            .putShort((short)(version == 1 ? 0x880B : 0x0800)).putShort((short)0).putShort((short)dice.below(3))
            .array();
        out.emit(wrap(Packets.GRE, dice.chance(0.05) ? Arrays.copyOf(header, dice.below(8)) : header));
    }

    private byte[] wrap(final int protocol, final byte[] payload) {
        return decorate(Packets.ip(from, to, protocol, payload));
    }

    /** Sometimes put IP options or extension headers before the payload. */
    private byte[] decorate(final byte[] packet) {
        if (dice.chance(0.85)) {
            return packet;
        }
        if (!v6) {
            final byte[] options = dice.chance(0.5) ? new byte[] {1, 1, 1, 0} : new byte[] {7, 7, 4, 0, 0, 0, 0, 0};
            return Packets.ipv4(from, to, packet[9] & 0xFF, options, Arrays.copyOfRange(packet, 20, packet.length));
        }
        int next = packet[6] & 0xFF;
        byte[] payload = Arrays.copyOfRange(packet, 40, packet.length);
        for (int i = dice.below(3); i >= 0; i--) {
            final byte[] header = new byte[dice.of(8, 8, 16)];
            header[0] = (byte)next;
            header[1] = (byte)(header.length / 8 - 1);
            final int type = dice.of(60, 60, 43, 51);
            if (type == 51) {
                // authentication: its length counts words, less two
                header[1] = (byte)(header.length / 4 - 2);
                payload = Segment.join(header, payload);
                next = type;
                continue;
            }
            // padding; type 43's third byte is the routing type, of which nothing is left to visit
            header[2] = (byte)(type == 60 ? 1 : 253);
            header[3] = (byte)(type == 60 ? header.length - 4 : 0);
            payload = Segment.join(header, payload);
            next = type;
        }
        if (dice.chance(0.3)) {
            payload = Segment.join(new byte[] {(byte)next, 0, 1, 4, 0, 0, 0, 0}, payload);
            next = 0;
        }
        return Packets.ipv6(from, to, next, payload);
    }

    private byte[] noise(final int length) {
        final byte[] noise = new byte[length];
        for (int i = 0; i < length; i++) {
            noise[i] = (byte)dice.below(32);
        }
        return noise;
    }
}
