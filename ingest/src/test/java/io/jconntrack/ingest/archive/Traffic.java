/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jconntrack.Conntrack;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import io.jconntrack.snapshot.ConntrackDump;
import io.jconntrack.snapshot.Dump;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A tracker in this process, and packets for it. Its clock stands unless it is moved.
 */
public final class Traffic implements AutoCloseable {
    /** When its clock is 0, nanoseconds since 1970. */
    static final long EPOCH_NANOS = 1_764_000_000_000_000_000L;
    static final int SYN = 2;
    static final int SYN_ACK = 18;
    static final int ACK = 16;

    private static final int SERVER = 0x0A01_0000;

    private final Conntrack conntrack;
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[64]);
    private long nowNanos = 1_000_000_000L;

    /** An empty one. */
    public Traffic() {
        final Settings settings = new Settings(Profile.LINUX);
        settings.set(Setting.CHECKSUM, 0);
        settings.set(Setting.ACCT, 1);
        settings.set(Setting.TIMESTAMP, 1);
        settings.set(Setting.MAX, 65_536);
        conntrack = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
    }

    /** Let time pass; what is over is gone. */
    public void pass(final double seconds) {
        nowNanos += Math.round(seconds * 1e9);
        conntrack.poll(nowNanos, Integer.MAX_VALUE);
    }

    long epochNanos() {
        return EPOCH_NANOS + nowNanos;
    }

    /** Its connections now. */
    public Dump dump() {
        return new ConntrackDump(conntrack, nowNanos, epochNanos());
    }

    /** Between client 10.0.x.y port 1000 and server 10.1.0.0 port 80. */
    public void udp(final int client, final boolean forward) {
        packet.setMemory(0, 64, (byte)0);
        ports(forward, 1000, 80);
        packet.putShort(24, (short)8, BIG_ENDIAN);
        send(17, 28, client, forward);
    }

    /** The same, a segment. */
    public void tcp(final int client, final boolean forward, final int flags, final int seq, final int ack) {
        packet.setMemory(0, 64, (byte)0);
        ports(forward, 1000, 80);
        packet.putInt(24, seq, BIG_ENDIAN);
        packet.putInt(28, ack, BIG_ENDIAN);
        packet.putByte(32, (byte)0x50);
        packet.putByte(33, (byte)flags);
        packet.putShort(34, (short)1000, BIG_ENDIAN);
        send(6, 40, client, forward);
    }

    void ping(final int client, final boolean forward) {
        packet.setMemory(0, 64, (byte)0);
        packet.putByte(20, (byte)(forward ? 8 : 0));
        packet.putShort(24, (short)77, BIG_ENDIAN);
        send(1, 28, client, forward);
    }

    private void ports(final boolean forward, final int client, final int server) {
        packet.putShort(forward ? 20 : 22, (short)client, BIG_ENDIAN);
        packet.putShort(forward ? 22 : 20, (short)server, BIG_ENDIAN);
    }

    private void send(final int protocol, final int length, final int client, final boolean forward) {
        packet.putInt(0, 0x4500_0000 | length, BIG_ENDIAN);
        packet.putInt(8, 64 << 24 | protocol << 16, BIG_ENDIAN);
        packet.putInt(12, forward ? 0x0A00_0000 + client : SERVER, BIG_ENDIAN);
        packet.putInt(16, forward ? SERVER : 0x0A00_0000 + client, BIG_ENDIAN);
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += packet.getShort(i, BIG_ENDIAN) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        packet.putShort(10, (short)~((sum & 0xFFFF) + (sum >>> 16)), BIG_ENDIAN);
        conntrack.process(packet, 0, length, nowNanos);
    }

    @Override
    public void close() {
        conntrack.close();
    }
}
