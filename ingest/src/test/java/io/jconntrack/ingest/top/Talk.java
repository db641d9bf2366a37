/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jconntrack.Conntrack;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import java.io.IOException;
import java.net.InetAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A tracker in this process, and hosts that talk through it, at given times.
 */
final class Talk implements AutoCloseable {
    static final int SYN = 2;
    static final int ACK = 16;
    /** The dumps' zero of time: 2026-11-24T12:00:00Z. */
    static final long EPOCH_MILLIS = 1_795_521_600_000L;

    private static final int TCP = 6;
    private static final int UDP = 17;

    final Conntrack conntrack;
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[2048]);
    private long nowNanos;

    Talk(final boolean isAccounted) {
        conntrack = Conntrack.builder()
            .settings(new Settings(Profile.LINUX).set(Setting.MAX, 10_000)
                .set(Setting.ACCT, isAccounted ? 1 : 0).set(Setting.CHECKSUM, 0))
            .hashSeed(1, 2).build();
    }

    Talk at(final double seconds) {
        nowNanos = Math.round(seconds * 1e9);
        return this;
    }

    ConntrackDump dump() {
        return new ConntrackDump(conntrack, nowNanos, EPOCH_MILLIS * 1_000_000 + nowNanos);
    }

    /** A datagram of a length from its IP header on. */
    Talk udp(final String from, final int sport, final String to, final int dport, final int length) {
        final int head = ip(from, to, UDP, length);
        packet.putShort(head, (short)sport, BIG_ENDIAN);
        packet.putShort(head + 2, (short)dport, BIG_ENDIAN);
        packet.putShort(head + 4, (short)(length - head), BIG_ENDIAN);
        packet.putShort(head + 6, (short)0);
        return send(length);
    }

    Talk tcp(final String from, final int sport, final String to, final int dport, final int flags,
        final int sequence, final int acknowledged) {
        final int head = ip(from, to, TCP, (from.contains(":") ? 40 : 20) + 20);
        packet.putShort(head, (short)sport, BIG_ENDIAN);
        packet.putShort(head + 2, (short)dport, BIG_ENDIAN);
        packet.putInt(head + 4, sequence, BIG_ENDIAN);
        packet.putInt(head + 8, acknowledged, BIG_ENDIAN);
        packet.putByte(head + 12, (byte)0x50);
        packet.putByte(head + 13, (byte)flags);
        packet.putShort(head + 14, (short)60_000, BIG_ENDIAN);
        packet.putInt(head + 16, 0);
        return send(head + 20);
    }

    /** Three packets: a connection is there. */
    Talk handshake(final String from, final int sport, final String to, final int dport) {
        return tcp(from, sport, to, dport, SYN, 1, 0).tcp(to, dport, from, sport, SYN | ACK, 1, 2)
            .tcp(from, sport, to, dport, ACK, 2, 2);
    }

    private int ip(final String from, final String to, final int protocol, final int length) {
        try {
            final byte[] source = InetAddress.getByName(from).getAddress();
            final byte[] destination = InetAddress.getByName(to).getAddress();
            if (source.length == 16) {
                packet.putInt(0, 6 << 28, BIG_ENDIAN);
                packet.putShort(4, (short)(length - 40), BIG_ENDIAN);
                packet.putByte(6, (byte)protocol);
                packet.putByte(7, (byte)64);
                packet.putBytes(8, source);
                packet.putBytes(24, destination);
                return 40;
            }
            packet.setMemory(0, 20, (byte)0);
            packet.putByte(0, (byte)0x45);
            packet.putShort(2, (short)length, BIG_ENDIAN);
            packet.putByte(8, (byte)64);
            packet.putByte(9, (byte)protocol);
            packet.putBytes(12, source);
            packet.putBytes(16, destination);
            int sum = 0;
            for (int at = 0; at < 20; at += 2) {
                sum += packet.getShort(at, BIG_ENDIAN) & 0xFFFF;
            }
            sum = (sum & 0xFFFF) + (sum >>> 16);
            packet.putShort(10, (short)~(sum + (sum >>> 16)), BIG_ENDIAN);
            return 20;
        } catch (final IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Talk send(final int length) {
        conntrack.process(packet, 0, length, nowNanos);
        return this;
    }

    @Override
    public void close() {
        conntrack.close();
    }
}
