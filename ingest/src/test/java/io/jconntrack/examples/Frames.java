/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples;

import io.jconntrack.ingest.pcap.PcapWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ethernet frames with an IPv4 packet each, between two hosts, 10.0.0.1 and 10.0.0.2, with right checksums.
 */
public final class Frames {
    /** The host inside. */
    public static final int INSIDE = 0x0A00_0001;
    /** The host outside. */
    public static final int OUTSIDE = 0x0A00_0002;
    /** TCP flags. */
    public static final int SYN = 2;
    /** TCP flags. */
    public static final int RST = 4;
    /** TCP flags. */
    public static final int ACK = 16;

    private static final int IP = 14;
    private static final int IP_HEADER = 20;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;

    private final List<byte[]> frames = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    /**
     * Add a frame to a capture.
     *
     * @param seconds when, since the capture's beginning.
     * @param frame its bytes.
     * @return this.
     */
    public Frames at(final int seconds, final byte[] frame) {
        times.add(seconds * 1_000_000_000L);
        frames.add(frame);
        return this;
    }

    /**
     * Write the capture.
     *
     * @param file to be written.
     * @return the file.
     * @throws IOException when it can't be written.
     */
    public Path write(final Path file) throws IOException {
        try (PcapWriter writer = new PcapWriter(file, 1, 1 << 16)) {
            for (int i = 0; i < frames.size(); i++) {
                final byte[] frame = frames.get(i);
                writer.write(times.get(i), frame, 0, frame.length, frame.length);
            }
        }
        return file;
    }

    /**
     * A TCP segment without data.
     *
     * @param from address of the sender.
     * @param sport port of the sender.
     * @param dport port of the receiver.
     * @param flags of the header.
     * @param seq sequence number.
     * @param ack acknowledgement number.
     * @return the frame.
     */
    public static byte[] tcp(final int from, final int sport, final int dport, final int flags, final int seq,
        final int ack) {
        final ByteBuffer segment = ByteBuffer.allocate(20);
        segment.putShort((short)sport).putShort((short)dport).putInt(seq).putInt(ack)
            .putShort((short)(0x5000 | flags)).putShort((short)1000);
        return ip(from, TCP, 0, segment.array(), 16);
    }

    /**
     * A UDP datagram.
     *
     * @param from address of the sender.
     * @param sport port of the sender.
     * @param dport port of the receiver.
     * @param data bytes of data.
     * @return the frame.
     */
    public static byte[] udp(final int from, final int sport, final int dport, final int data) {
        final ByteBuffer datagram = ByteBuffer.allocate(8 + data);
        datagram.putShort((short)sport).putShort((short)dport).putShort((short)(8 + data));
        return ip(from, UDP, 0, datagram.array(), 6);
    }

    /**
     * A part of a datagram, of eight bytes.
     *
     * @param from address of the sender.
     * @param place flags and offset, as in the IP header.
     * @return the frame.
     */
    public static byte[] fragment(final int from, final int place) {
        return ip(from, TCP, place, new byte[8], 0);
    }

    /**
     * An ICMP error, port unreachable.
     *
     * @param from address of the sender.
     * @param about frame that it quotes.
     * @return the frame.
     */
    public static byte[] portUnreachable(final int from, final byte[] about) {
        final ByteBuffer error = ByteBuffer.allocate(8 + about.length - IP);
        error.putShort((short)0x0303).putShort((short)0).putInt(0).put(about, IP, about.length - IP);
        return ip(from, ICMP, 0, error.array(), 2);
    }

    private static byte[] ip(final int from, final int protocol, final int fragment, final byte[] transport,
        final int checksumAt) {
        final int to = from == INSIDE ? OUTSIDE : INSIDE;
        final ByteBuffer pseudo = ByteBuffer.allocate(12 + transport.length);
        pseudo.putInt(from).putInt(to).putShort((short)protocol).putShort((short)transport.length).put(transport);
        final ByteBuffer frame = ByteBuffer.allocate(IP + IP_HEADER + transport.length);
        frame.position(12);
        frame.putShort((short)0x0800).putShort((short)0x4500).putShort((short)(IP_HEADER + transport.length))
            .putShort((short)7).putShort((short)fragment).putShort((short)(64 << 8 | protocol)).putShort((short)0)
            .putInt(from).putInt(to).put(transport);
        frame.putShort(IP + 10, (short)~sum(frame.array(), IP, IP + IP_HEADER));
        frame.putShort(IP + IP_HEADER + checksumAt, (short)~(protocol == ICMP ? sum(transport, 0, transport.length)
            : sum(pseudo.array(), 0, pseudo.capacity())));
        return frame.array();
    }

    /** Sum of 16-bit words in one's complement (RFC 1071). */
    private static int sum(final byte[] bytes, final int from, final int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += (bytes[i] & 0xFF) << ((i - from & 1) == 0 ? 8 : 0);
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }
}
