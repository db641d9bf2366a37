/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import io.jconntrack.Conntrack;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.Dump;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A tracker that has seen an hour of an office's traffic: TCP in all states, UDP, ICMP, GRE and SCTP, IPv4 and IPv6.
 */
final class Traffic implements AutoCloseable {
    private static final long SECOND = 1_000_000_000L;
    private static final int SYN = 2;
    private static final int ACK = 16;
    private static final int FIN = 1;
    private static final int RST = 4;
    private static final int[] PORTS = {443, 443, 443, 443, 443, 443, 80, 80, 80, 22, 993, 8080, 5432, 3306, 25, 5061};

    private final SplittableRandom random;
    private final Conntrack conntrack;
    private final UnsafeBuffer packet = new UnsafeBuffer(ByteBuffer.allocateDirect(128));
    private final int[] sequence = new int[2];
    private long nowNanos = 1_000 * SECOND;

    /** At least that many connections are left at the end of the hour, most of them from its last minutes. */
    Traffic(final long seed, final int connections, final boolean withCounters) {
        random = new SplittableRandom(seed);
        final int attempts = 2 * connections + connections / 8;
        conntrack = Conntrack.builder()
            .settings(new Settings(Profile.LINUX).set(Setting.CHECKSUM, 0).set(Setting.MAX, attempts + 1000L)
                .set(Setting.ACCT, withCounters ? 1 : 0).set(Setting.TIMESTAMP, withCounters ? 1 : 0))
            .hashSeed(seed, ~seed).build();
        final long startNanos = nowNanos;
        for (int i = 0; i < attempts; i++) {
            nowNanos = Math.max(nowNanos,
                startNanos + (long)(3600 * SECOND * (1 - Math.pow(1 - (double)i / attempts, 4))));
            connection();
        }
    }

    /** What the tracker knows now. */
    Dump dump() {
        return new ConntrackDump(conntrack, nowNanos, 1_800_000_000_123_000_000L);
    }

    private void connection() {
        final boolean six = random.nextInt(100) < 25;
        // few talk a lot, many a little
        final int client = (int)(Math.pow(random.nextDouble(), 3) * 400);
        final int server = (int)(Math.pow(random.nextDouble(), 4) * 9000);
        final int kind = random.nextInt(100);
        final int source = 1024 + random.nextInt(64000);
        if (kind < 66) {
            tcp(six, client, server, source, PORTS[random.nextInt(PORTS.length)]);
        } else if (kind < 92) {
            final int port = random.nextInt(3) == 0 ? 443 : 53;
            final int packets = random.nextInt(10) == 0 ? 1 : 2 + random.nextInt(3);
            for (int i = 0; i < packets; i++) {
                send(six, 17, client, server, source, port, i % 2 == 1, 0, 60 + random.nextInt(400));
                nowNanos += random.nextInt(3) == 0 ? SECOND / 1000 : 0;
            }
        } else if (kind < 97) {
            icmp(six, client, server, random.nextInt(65536), random.nextBoolean());
        } else if (kind < 98) {
            send(six, 132, client, server, source, 3868, false, 0, 24);
        } else {
            send(six, kind == 98 ? 47 : 50, client, server, 0, 0, random.nextBoolean(), 0, 120);
        }
    }

    private void tcp(final boolean six, final int client, final int server, final int source, final int port) {
        final int fate = random.nextInt(100);
        sequence[0] = 0;
        sequence[1] = 0;
        send(six, 6, client, server, source, port, false, SYN, 0);
        if (fate < 8) {
            return;
        }
        send(six, 6, client, server, source, port, true, SYN | ACK, 0);
        if (fate < 10) {
            return;
        }
        send(six, 6, client, server, source, port, false, ACK, 0);
        final int more = 2 * random.nextInt(3);
        for (int i = 0; i < more; i++) {
            send(six, 6, client, server, source, port, i % 2 == 1, ACK, random.nextInt(1400));
        }
        if (fate < 25) {
            send(six, 6, client, server, source, port, false, FIN | ACK, 0);
        }
        if (fate < 20) {
            send(six, 6, client, server, source, port, true, FIN | ACK, 0);
        }
        if (fate < 16) {
            send(six, 6, client, server, source, port, false, ACK, 0);
        }
        if (fate >= 97) {
            send(six, 6, client, server, source, port, true, RST | ACK, 0);
        }
    }

    private void icmp(final boolean six, final int client, final int server, final int id, final boolean answered) {
        final int query = six ? 128 : 8;
        final int answer = six ? 129 : 0;
        send(six, six ? 58 : 1, client, server, query << 8, 0x1_0000 | id, false, 0, 84);
        if (answered) {
            send(six, six ? 58 : 1, client, server, answer << 8, 0x1_0000 | id, true, 0, 84);
        }
    }

    /** Ports are the first four bytes behind the IP header; of ICMP they are type and code, of which the id follows. */
    private void send(final boolean six, final int protocol, final int client, final int server, final int sport,
        final int dport, final boolean reply, final int flags, final int payload) {
        final int length = (six ? 40 : 20) + (protocol == 6 ? 20 : 8) + payload;
        packet.setMemory(0, 128, (byte)0);
        final int transport = six ? ipv6(protocol, client, server, reply, length)
            : ipv4(protocol, client, server, reply, length);
        if (protocol == 1 || protocol == 58) {
            word(transport, sport);
            word(transport + 4, dport);
        } else {
            word(transport, reply ? dport : sport);
            word(transport + 2, reply ? sport : dport);
        }
        switch (protocol) {
            case 6 -> tcpHeader(transport, flags, reply, payload);
            case 17 -> word(transport + 4, length - (six ? 40 : 20));
            case 132 -> {
                packet.putByte(transport + 12, (byte)1);
                word(transport + 14, 20);
                packet.putByte(transport + 16, (byte)9);
            }
            default -> { }
        }
        conntrack.process(packet, 0, Math.min(length, 128), length, 0, nowNanos);
    }

    private void tcpHeader(final int at, final int flags, final boolean reply, final int payload) {
        final int sender = reply ? 1 : 0;
        packet.putInt(at + 4, sequence[sender], ByteOrder.BIG_ENDIAN);
        packet.putInt(at + 8, (flags & ACK) == 0 ? 0 : sequence[1 - sender], ByteOrder.BIG_ENDIAN);
        packet.putByte(at + 12, (byte)0x50);
        packet.putByte(at + 13, (byte)flags);
        word(at + 14, 65535);
        sequence[sender] += payload + ((flags & (SYN | FIN)) != 0 ? 1 : 0);
    }

    private int ipv4(final int protocol, final int client, final int server, final boolean reply, final int length) {
        packet.putByte(0, (byte)0x45);
        word(2, length);
        packet.putByte(8, (byte)64);
        packet.putByte(9, (byte)protocol);
        final int near = 0x0A00_0000 | client % 7 << 16 | client;
        final int far = client % 11 == 0 ? 0xC0A8_0000 | server & 0xFFF : 0xC633_0000 + server * 7919;
        packet.putInt(reply ? 16 : 12, near, ByteOrder.BIG_ENDIAN);
        packet.putInt(reply ? 12 : 16, far, ByteOrder.BIG_ENDIAN);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += packet.getShort(i, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        word(10, ~((sum & 0xFFFF) + (sum >>> 16)));
        return 20;
    }

    private int ipv6(final int protocol, final int client, final int server, final boolean reply, final int length) {
        packet.putByte(0, (byte)0x60);
        word(4, length - 40);
        packet.putByte(6, (byte)protocol);
        packet.putByte(7, (byte)64);
        final int near = reply ? 24 : 8;
        final int far = reply ? 8 : 24;
        word(near, 0x2001);
        word(near + 2, 0xdb8);
        word(near + 6, client % 5);
        word(near + 14, client + 1);
        word(far, 0x2a00);
        word(far + 2, 0x1450);
        word(far + 8, server % 3 * 0x1234);
        word(far + 12, server >>> 3);
        word(far + 14, server);
        return 40;
    }

    private void word(final int at, final int value) {
        packet.putByte(at, (byte)(value >>> 8));
        packet.putByte(at + 1, (byte)value);
    }

    @Override
    public void close() {
        conntrack.close();
    }
}
