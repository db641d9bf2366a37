/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import io.jconntrack.ConnState;
import io.jconntrack.Conntrack;
import io.jconntrack.Verdict;
import io.jconntrack.entry.Expectation;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A tracker and the two ends of a control connection: client 10.1.0.1 or 2001:db8::1, server 10.2.0.1 or
 * 2001:db8:1::1, port 21. Checksums are not checked.
 */
final class ControlConnection implements AutoCloseable {
    static final boolean CLIENT = true;
    static final boolean SERVER = false;
    static final int CLIENT_PORT = 40_000;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 0x10;
    static final long SECOND = 1_000_000_000L;

    final Conntrack conntrack;
    final String client;
    final String server;
    long nowNanos = 1_000 * SECOND;
    private final int[] next = {1000, 5000};

    ControlConnection(final boolean v6, final String... values) {
        this(Profile.LINUX, v6, values);
    }

    ControlConnection(final Profile profile, final boolean v6, final String... values) {
        this(Conntrack.builder().settings(settings(profile, values)).hashSeed(1, 2).build(), v6);
    }

    ControlConnection(final Conntrack conntrack, final boolean v6) {
        this.conntrack = conntrack;
        client = v6 ? "2001:db8::1" : "10.1.0.1";
        server = v6 ? "2001:db8:1::1" : "10.2.0.1";
    }

    static Settings settings(final Profile profile, final String... values) {
        final Settings settings = new Settings(profile).set("checksum", "0").set("max", "1000");
        for (final String value : values) {
            settings.set(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
        return settings;
    }

    /** Open it, and let each side end a line. */
    void open() {
        final long first = segment(client, CLIENT_PORT, server, 21, SYN, 999, 0, "");
        if (Verdict.state(first) != ConnState.NEW) {
            throw new AssertionError("control connection is " + Verdict.state(first));
        }
        segment(server, 21, client, CLIENT_PORT, SYN | ACK, 4999, 1000, "");
        segment(client, CLIENT_PORT, server, 21, ACK, 1000, 5000, "");
        say(SERVER, "220 hi\r\n");
        say(CLIENT, "USER x\r\n");
    }

    /** Say something; gives the verdict's reason. */
    Reason say(final boolean byClient, final String text) {
        return say(byClient, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Reason say(final boolean byClient, final byte[] text) {
        final int side = byClient ? 0 : 1;
        final int from = next[side];
        next[side] += text.length;
        return Verdict.reason(sayAt(byClient, from, text));
    }

    /** Say something with another sequence number than the next one. */
    long sayAt(final boolean byClient, final int seq, final byte[] text) {
        final int ack = next[byClient ? 1 : 0];
        return byClient ? segment(client, CLIENT_PORT, server, 21, ACK, seq, ack, text)
            : segment(server, 21, client, CLIENT_PORT, ACK, seq, ack, text);
    }

    int next(final boolean ofClient) {
        return next[ofClient ? 0 : 1];
    }

    /** State of a SYN. */
    ConnState syn(final String from, final int fromPort, final String to, final int toPort) {
        return Verdict.state(segment(from, fromPort, to, toPort, SYN, 7000, 0, ""));
    }

    long segment(final String from, final int fromPort, final String to, final int toPort, final int flags,
        final int seq, final int ack, final String text) {
        return segment(from, fromPort, to, toPort, flags, seq, ack, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    long segment(final String from, final int fromPort, final String to, final int toPort, final int flags,
        final int seq, final int ack, final byte[] text) {
        return process(6, from, to, ByteBuffer.allocate(20 + text.length).putShort((short)fromPort)
            .putShort((short)toPort).putInt(seq).putInt(ack).put((byte)0x50).put((byte)flags)
            .putShort((short)65_535).putInt(0).put(text).array());
    }

    long datagram(final String from, final int fromPort, final String to, final int toPort, final int... bytes) {
        final ByteBuffer datagram = ByteBuffer.allocate(8 + bytes.length).putShort((short)fromPort)
            .putShort((short)toPort).putShort((short)(8 + bytes.length)).putShort((short)0);
        for (final int b : bytes) {
            datagram.put((byte)b);
        }
        return process(17, from, to, datagram.array());
    }

    private long process(final int protocol, final String from, final String to, final byte[] payload) {
        final byte[] packet = packet(protocol, from, to, payload);
        nowNanos += SECOND / 1000;
        return conntrack.process(new UnsafeBuffer(packet), 0, packet.length, packet.length, 0, nowNanos);
    }

    static byte[] packet(final int protocol, final String from, final String to, final byte[] payload) {
        final byte[] source = InetAddress.ofLiteral(from).getAddress();
        final byte[] target = InetAddress.ofLiteral(to).getAddress();
        if (source.length == 16) {
            return ByteBuffer.allocate(40 + payload.length).putInt(0x6000_0000).putShort((short)payload.length)
                .put((byte)protocol).put((byte)64).put(source).put(target).put(payload).array();
        }
        final ByteBuffer packet = ByteBuffer.allocate(20 + payload.length).putShort((short)0x4500)
            .putShort((short)(20 + payload.length)).putInt(0x4000).put((byte)64).put((byte)protocol)
            .putShort((short)0).put(source).put(target).put(payload);
        int sum = 0;
        for (int at = 0; at < 20; at += 2) {
            sum += packet.getShort(at) & 0xFFFF;
        }
        return packet.putShort(10, (short)~((sum & 0xFFFF) + (sum >>> 16))).array();
    }

    /** Destinations that are expected. */
    List<String> expected() {
        final List<String> expected = new ArrayList<>();
        conntrack.expectations().forEach(nowNanos, e -> expected.add(destination(e)));
        return expected;
    }

    private static String destination(final Expectation e) {
        final byte[] address = e.l3() == 4 ? ByteBuffer.allocate(4).putInt((int)e.destinationLow()).array()
            : ByteBuffer.allocate(16).putLong(e.destinationHigh()).putLong(e.destinationLow()).array();
        try {
            return InetAddress.getByAddress(address).getHostAddress() + " " + e.destinationPort();
        } catch (final UnknownHostException ex) {
            throw new AssertionError(ex);
        }
    }

    @Override
    public void close() {
        conntrack.close();
    }
}
