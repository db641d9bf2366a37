/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.ProcFormat;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A tracker and a packet builder: client 192.168.1.5:1031, server 192.168.1.35:23, time in seconds.
 */
final class Tester implements AutoCloseable {
    static final boolean CLIENT = true;
    static final boolean SERVER = false;

    static final int WINDOW = 5840;
    static final byte[] NO_OPTIONS = {};

    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    /** Payloads may be anything but headers start with zeros. */
    private static final int HEADERS_LENGTH = 2048;
    private static final long START_NANOS = 1_000_000_000_000_000_000L;
    private static final int CLIENT_ADDRESS = 0xC0A80105;
    private static final int SERVER_ADDRESS = 0xC0A80123;

    final Conntrack conntrack;
    private final Settings settings;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[65536]);
    private long nowNanos = START_NANOS;
    private int zone;

    Tester(final Profile profile, final String... values) {
        settings = new Settings(profile).set("checksum", "0");
        for (final String value : values) {
            settings.set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        conntrack = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
    }

    /** With a tracker that is one of several on a table. */
    Tester(final Conntrack conntrack) {
        this.conntrack = conntrack;
        settings = conntrack.settings();
    }

    /** Let time pass, and expire what is due. */
    Tester after(final double seconds) {
        nowNanos += Math.round(seconds * 1e9);
        conntrack.poll(nowNanos, Integer.MAX_VALUE);
        return this;
    }

    /** Let time pass without looking at the wheel. */
    Tester pass(final double seconds) {
        nowNanos += Math.round(seconds * 1e9);
        return this;
    }

    long nowNanos() {
        return nowNanos;
    }

    /** Send what follows in a zone. */
    Tester inZone(final int newZone) {
        zone = newZone;
        return this;
    }

    /** Send a segment without payload; flags are letters of "SAFRPU". */
    long tcp(final boolean fromClient, final String flags, final int seq, final int ack) {
        return tcp(fromClient, flags, seq, ack, 0);
    }

    long tcp(final boolean fromClient, final String flags, final int seq, final int ack, final int payload) {
        return tcp(fromClient, flags, seq, ack, payload, WINDOW, NO_OPTIONS);
    }

    /** The same with a window, and options whose length is a multiple of four. */
    long tcp(final boolean fromClient, final String flags, final int seq, final int ack, final int payload,
        final int window, final byte[] options) {
        int bits = 0;
        for (final char c : flags.toCharArray()) {
            bits |= 1 << "FSRPAU".indexOf(c);
        }
        return segment(fromClient, bits, seq, ack, payload, window, options);
    }

    /** A segment with the header's bits for flags, and without allocation. */
    long segment(final boolean fromClient, final int flags, final int seq, final int ack) {
        return segment(fromClient, flags, seq, ack, 0, WINDOW, NO_OPTIONS);
    }

    private long segment(final boolean fromClient, final int flags, final int seq, final int ack, final int payload,
        final int window, final byte[] options) {
        final int headerLength = 20 + options.length;
        final int at = ip(fromClient, 6, headerLength + payload);
        buffer.putShort(at, (short)(fromClient ? 1031 : 23), BIG_ENDIAN);
        buffer.putShort(at + 2, (short)(fromClient ? 23 : 1031), BIG_ENDIAN);
        buffer.putInt(at + 4, seq, BIG_ENDIAN);
        buffer.putInt(at + 8, ack, BIG_ENDIAN);
        buffer.putByte(at + 12, (byte)(headerLength << 2));
        buffer.putByte(at + 13, (byte)flags);
        buffer.putShort(at + 14, (short)window, BIG_ENDIAN);
        buffer.putBytes(at + 20, options);
        return send(20 + headerLength + payload);
    }

    long udp(final boolean fromClient, final int payload) {
        final int at = ip(fromClient, 17, 8 + payload);
        buffer.putShort(at, (short)(fromClient ? 1031 : 53), BIG_ENDIAN);
        buffer.putShort(at + 2, (short)(fromClient ? 53 : 1031), BIG_ENDIAN);
        buffer.putShort(at + 4, (short)(8 + payload), BIG_ENDIAN);
        return send(20 + 8 + payload);
    }

    long icmp(final boolean fromClient, final int type, final int id) {
        final int at = ip(fromClient, 1, 8);
        buffer.putByte(at, (byte)type);
        buffer.putShort(at + 4, (short)id, BIG_ENDIAN);
        return send(28);
    }

    /** The other side complains about the last packet that was sent. */
    long icmpErrorAboutLast(final boolean fromClient, final int type) {
        final byte[] quote = new byte[28];
        buffer.getBytes(0, quote);
        final int at = ip(fromClient, 1, 8 + 28);
        buffer.putByte(at, (byte)type);
        buffer.putBytes(at + 8, quote);
        return send(20 + 8 + 28);
    }

    /** Send an IPv4 packet of any protocol, in hexadecimal digits from the transport header on. */
    long packet(final boolean fromClient, final int protocol, final String hex) {
        return packet(fromClient, protocol, HexFormat.of().parseHex(hex));
    }

    /** Send an IPv4 packet of any protocol, without allocation. */
    long packet(final boolean fromClient, final int protocol, final byte[] bytes) {
        buffer.putBytes(ip(fromClient, protocol, bytes.length), bytes);
        return send(20 + bytes.length);
    }

    /** Send an SCTP packet with a right checksum; each chunk in hexadecimal digits, a multiple of four bytes. */
    long sctp(final boolean fromClient, final int tag, final String... chunks) {
        final byte[] bytes = HexFormat.of().parseHex(String.join("", chunks));
        final int at = ip(fromClient, 132, 12 + bytes.length);
        buffer.putShort(at, (short)(fromClient ? 7000 : 7001), BIG_ENDIAN);
        buffer.putShort(at + 2, (short)(fromClient ? 7001 : 7000), BIG_ENDIAN);
        buffer.putInt(at + 4, tag, BIG_ENDIAN);
        buffer.putBytes(at + 12, bytes);
        final CRC32C crc = new CRC32C();
        crc.update(buffer.byteArray(), at, 12 + bytes.length);
        buffer.putInt(at + 8, (int)crc.getValue(), LITTLE_ENDIAN);
        return send(20 + 12 + bytes.length);
    }

    /** The only entry, to look at. */
    Connection only() {
        final Connection c = new Connection(conntrack);
        for (int i = 0; i < conntrack.table().bound(); i++) {
            if (c.moveTo(i)) {
                return c;
            }
        }
        throw new AssertionError("no entry");
    }

    /** Send a UDP datagram's fragment. */
    long fragment(final boolean fromClient, final int flagsAndOffset) {
        ip(fromClient, 17, 16, flagsAndOffset);
        return send(36);
    }

    private int ip(final boolean fromClient, final int protocol, final int length) {
        return ip(fromClient, protocol, length, 0);
    }

    private int ip(final boolean fromClient, final int protocol, final int length, final int flagsAndOffset) {
        buffer.setMemory(0, HEADERS_LENGTH, (byte)0);
        buffer.putByte(0, (byte)0x45);
        buffer.putShort(2, (short)(20 + length), BIG_ENDIAN);
        buffer.putShort(6, (short)flagsAndOffset, BIG_ENDIAN);
        buffer.putByte(8, (byte)64);
        buffer.putByte(9, (byte)protocol);
        buffer.putInt(12, fromClient ? CLIENT_ADDRESS : SERVER_ADDRESS, BIG_ENDIAN);
        buffer.putInt(16, fromClient ? SERVER_ADDRESS : CLIENT_ADDRESS, BIG_ENDIAN);
        putIpv4Checksum(buffer, 0);
        return 20;
    }

    /** Give an IPv4 header, whose checksum field is 0, its checksum. */
    static void putIpv4Checksum(final UnsafeBuffer packet, final int at) {
        final int length = (packet.getByte(at) & 0xF) * 4;
        packet.putShort(at + 10, (short)~InternetSum.fold(InternetSum.sum(packet, at, length, 0)), BIG_ENDIAN);
    }

    private long send(final int length) {
        return conntrack.process(buffer, 0, length, length, zone, nowNanos);
    }

    List<String> lines() {
        final List<String> lines = new ArrayList<>();
        final ProcFormat format = new ProcFormat(settings.profile() == Profile.LINUX, settings);
        final Connection connection = new Connection(conntrack);
        for (int i = 0; i < conntrack.table().bound(); i++) {
            if (connection.moveTo(i)) {
                final StringBuilder line = new StringBuilder();
                format.append(line, connection, nowNanos);
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /** State, seconds left and flags of the only entry, or "none". */
    String entry() {
        final Connection c = new Connection(conntrack);
        for (int i = 0; i < conntrack.table().bound(); i++) {
            if (c.moveTo(i)) {
                return c.state() + " " + c.secondsLeft(nowNanos) + ((c.status() & 2) == 0 ? " UNREPLIED" : "")
                    + ((c.status() & 4) != 0 ? " ASSURED" : "");
            }
        }
        return "none";
    }

    @Override
    public void close() {
        conntrack.close();
    }
}
