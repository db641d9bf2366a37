/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Packets that look right but for a lie or two, of few connections: all headers are built whole, then fields that say
 * how long something is, what follows, or what it is are changed, and checksums mended.
 */
final class HostilePackets {
    private static final int[] TCP_FLAGS = {2, 2, 18, 18, 16, 16, 24, 17, 17, 4, 20, 0, 3, 0x29, 0xFF};
    private static final int[] EXTENSIONS = {0, 43, 60, 51, 44, 59, 135};
    private static final int[] SCTP_CHUNKS = {0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 14, 63, 64, 200};
    private static final int[] EDGES = {0, 1, 2, 3, 4, 5, 7, 8, 20, 40, 0x7F, 0x80, 0xFE, 0xFF};

    private final SplittableRandom random;
    private byte[] previous = new byte[0];

    HostilePackets(final SplittableRandom random) {
        this.random = random;
    }

    /** The next packet, IP header first. */
    byte[] next() {
        byte[] packet = switch (random.nextInt(12)) {
            case 0 -> previous.length < 28 ? plain() : error();
            case 1, 2 -> fragment(plain());
            case 3 -> random.nextInt(50) == 0 ? longest() : plain();
            default -> plain();
        };
        previous = packet.length < 400 ? packet : previous;
        packet = packet.clone();
        if (random.nextInt(4) != 0) {
            for (int lies = random.nextInt(3); lies > 0; lies--) {
                lie(packet);
            }
        }
        final byte[] cut = random.nextInt(8) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 1)) : packet;
        if (random.nextInt(16) != 0) {
            Checksums.mend(cut, cut.length, random.nextInt(4) != 0);
        }
        return cut;
    }

    private byte[] plain() {
        final boolean v6 = random.nextInt(3) == 0;
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> ip(v6, 6, tcp());
            case 3 -> ip(v6, 17, ports(8 + random.nextInt(20)).putShort(4, (short)8));
            case 4 -> ip(v6, 132, sctp());
            case 5 -> ip(v6, v6 ? 58 : 1, icmp(v6));
            case 6 -> random.nextBoolean() ? ip(v6, 136, udpLite()) : ip(v6, 47, gre());
            default -> ip(v6, random.nextInt(256), ports(24));
        };
    }

    private ByteBuffer ports(final int length) {
        final int port = 1000 + random.nextInt(2);
        final boolean swap = random.nextBoolean();
        return ByteBuffer.allocate(length).putShort((short)(swap ? 80 : port)).putShort((short)(swap ? port : 80));
    }

    private ByteBuffer gre() {
        return ByteBuffer.allocate(16).putInt(0x2001880B).putInt(random.nextInt(4));
    }

    /** A length that is a checksum's coverage: of nothing, of less than the header, of more than there is. */
    private ByteBuffer udpLite() {
        return ports(8 + random.nextInt(20)).putShort(4, (short)random.nextInt(32));
    }

    private ByteBuffer tcp() {
        final byte[] options = options();
        final ByteBuffer segment = ports(20 + options.length + random.nextInt(3));
        segment.putInt(100 + random.nextInt(4)).putInt(100 + random.nextInt(4))
            .put((byte)((20 + options.length) << 2)).put((byte)TCP_FLAGS[random.nextInt(TCP_FLAGS.length)])
            .putShort((short)1000).putInt(0).put(options);
        return segment;
    }

    /** TCP options that may end in the middle of one. */
    private byte[] options() {
        final byte[] options = new byte[4 * random.nextInt(11)];
        for (int at = 0; at < options.length;) {
            final int kind = random.nextInt(9);
            options[at] = (byte)kind;
            if (kind > 1 && at + 1 < options.length) {
                final int[] right = {0, 1, 4, 3, 2, 10 + 8 * random.nextInt(4), 6, 6, 10};
                options[at + 1] = (byte)(random.nextInt(6) == 0 ? edge() : right[kind]);
            }
            at += kind < 2 ? 1 : Math.max(1, options[at + Math.min(1, options.length - at - 1)] & 0xFF);
        }
        return options;
    }

    private ByteBuffer sctp() {
        final ByteBuffer packet = ports(12 + 24 * 4);
        packet.putInt(random.nextInt(3)).putInt(0);
        for (int chunks = 1 + random.nextInt(4); chunks > 0; chunks--) {
            final int length = random.nextInt(4) == 0 ? random.nextInt(6) : 4 * (1 + random.nextInt(5));
            packet.put((byte)SCTP_CHUNKS[random.nextInt(SCTP_CHUNKS.length)]).put((byte)random.nextInt(2))
                .putShort((short)length).putInt(packet.position() - 4 + 4, random.nextInt(3));
            packet.position(packet.position() + Math.max(0, (length + 3 & ~3) - 4));
        }
        packet.limit(packet.position());
        return packet;
    }

    private ByteBuffer icmp(final boolean v6) {
        final int type = v6 ? 128 + random.nextInt(14) : random.nextInt(20);
        return ByteBuffer.allocate(48).put((byte)type).put((byte)0).putShort((short)0)
            .putShort((short)random.nextInt(2))
            .put(40, (byte)4).put(41, (byte)1);
    }

    /** An ICMP error that quotes the packet before, which may be an error that quotes one. */
    private byte[] error() {
        final boolean v6 = (previous[0] & 0xF0) == 0x60;
        final int[] types = {3, 4, 5, 11, 12};
        final int type = v6 ? 1 + random.nextInt(4) : types[random.nextInt(types.length)];
        final ByteBuffer body = ByteBuffer.allocate(8 + previous.length).put((byte)type).put(8, previous);
        final byte[] error = ip(v6, v6 ? 58 : 1, body);
        if (random.nextBoolean() && previous.length >= (v6 ? 40 : 20)) {
            System.arraycopy(previous, v6 ? 8 : 12, error, v6 ? 24 : 16, v6 ? 16 : 4);
        }
        return error;
    }

    private byte[] ip(final boolean v6, final int protocol, final ByteBuffer transport) {
        final byte[] payload = Arrays.copyOf(transport.array(), transport.limit());
        final boolean swap = random.nextBoolean();
        final int client = 1 + random.nextInt(4);
        if (v6) {
            return ipv6(swap, client, protocol, payload);
        }
        final int options = random.nextInt(8) == 0 ? 4 * random.nextInt(11) : 0;
        final ByteBuffer packet = ByteBuffer.allocate(20 + options + payload.length);
        packet.put((byte)(0x45 + options / 4)).put((byte)0).putShort((short)packet.capacity()).putInt(0)
            .put((byte)64).put((byte)protocol).putShort((short)0).putInt(0x0A000000 | (swap ? 99 : client))
            .putInt(0x0A000000 | (swap ? client : 99));
        packet.put(20 + options, payload);
        return packet.array();
    }

    private byte[] ipv6(final boolean swap, final int client, final int protocol, final byte[] payload) {
        final int extensions = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
        final ByteBuffer chain = ByteBuffer.allocate(extensions * 16);
        final int[] kinds = new int[extensions + 1];
        kinds[extensions] = protocol;
        for (int i = 0; i < extensions; i++) {
            kinds[i] = EXTENSIONS[random.nextInt(EXTENSIONS.length)];
        }
        for (int i = 0; i < extensions; i++) {
            final boolean isFragment = kinds[i] == 44;
            chain.put((byte)kinds[i + 1]).put((byte)(isFragment ? 0 : kinds[i] == 51 ? 2 : 1));
            if (isFragment) {
                chain.putShort((short)(random.nextInt(3) << 3 | random.nextInt(2))).putInt(random.nextInt(2));
            } else {
                chain.put((byte)edge()).put((byte)random.nextInt(14)).position(chain.position() + 12);
            }
        }
        final ByteBuffer packet = ByteBuffer.allocate(40 + chain.position() + payload.length);
        packet.putInt(0x60000000).putShort((short)(packet.capacity() - 40)).put((byte)kinds[0])
            .put((byte)(random.nextBoolean() ? 255 : 64)).putLong(0xFE80L << 48).putLong(swap ? 99 : client)
            .putLong(0xFE80L << 48).putLong(swap ? client : 99).put(chain.array(), 0, chain.position()).put(payload);
        return packet.array();
    }

    /** Make it a fragment: few identifications and places, so that they meet and overlap. */
    private byte[] fragment(final byte[] packet) {
        if (packet[0] >> 4 != 4) {
            return packet;
        }
        final ByteBuffer header = ByteBuffer.wrap(packet);
        final int place = random.nextInt(24) == 0 ? 0x1FFF - random.nextInt(3) : random.nextInt(6);
        header.putShort(4, (short)random.nextInt(3)).putShort(6, (short)(random.nextInt(2) << 13 | place));
        return packet;
    }

    /** As long as a packet can be: chains of the shortest headers. */
    private byte[] longest() {
        final boolean sctp = random.nextBoolean();
        final ByteBuffer packet = ByteBuffer.allocate(65_535);
        packet.putInt(0x60000000).putShort((short)(packet.capacity() - 40)).put((byte)(sctp ? 132 : 60)).put((byte)64)
            .putLong(0xFE80L << 48).putLong(1).putLong(0xFE80L << 48).putLong(99);
        if (sctp) {
            packet.putInt(0x03E80050).putLong(0);
        }
        while (packet.remaining() >= 8) {
            packet.putLong(sctp ? 0x03000004_03000004L : 60L << 56);
        }
        return packet.array();
    }

    private int edge() {
        return random.nextInt(3) == 0 ? random.nextInt(256) : EDGES[random.nextInt(EDGES.length)];
    }

    /** Change a field of the headers; lengths and offsets most often. */
    private void lie(final byte[] packet) {
        if (packet.length < 20) {
            return;
        }
        final boolean v4 = packet[0] >> 4 == 4;
        final int transport = v4 ? Math.max(20, (packet[0] & 15) * 4) : 40;
        final int[] fields = v4 ? new int[] {0, 2, 3, 6, 7, 9} : new int[] {4, 5, 6, 8, 41, 42, 43, 49};
        final int at = switch (random.nextInt(3)) {
            case 0 -> fields[random.nextInt(fields.length)];
            case 1 -> transport + random.nextInt(24);
            default -> random.nextInt(packet.length);
        };
        if (at < packet.length) {
            packet[at] = (byte)(random.nextBoolean() ? edge() : packet[at] + random.nextInt(-4, 5));
        }
    }
}
