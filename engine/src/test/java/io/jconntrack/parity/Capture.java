/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Packets with their times in microseconds, in memory; pcap files in and out.
 */
final class Capture {
    /** Link type of packets without a link header. */
    static final int RAW_IP = 101;

    private static final int MAGIC_MICROS = 0xA1B2C3D4;
    private static final int MAGIC_NANOS = 0xA1B23C4D;
    private static final int MAX_RECORD = 1 << 18;

    private final int linkType;
    private byte[] data = new byte[1 << 16];
    private int[] ends = new int[1 << 10];
    private long[] micros = new long[1 << 10];
    private int size;

    Capture(final int linkType) {
        this.linkType = linkType;
    }

    int linkType() {
        return linkType;
    }

    int size() {
        return size;
    }

    byte[] data() {
        return data;
    }

    int offset(final int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    int length(final int i) {
        return ends[i] - offset(i);
    }

    long micros(final int i) {
        return micros[i];
    }

    byte[] packet(final int i) {
        return Arrays.copyOfRange(data, offset(i), ends[i]);
    }

    void add(final long timeMicros, final byte[] packet) {
        final int at = size == 0 ? 0 : ends[size - 1];
        if (at + packet.length > data.length) {
            data = Arrays.copyOf(data, Math.max(at + packet.length, data.length + (data.length >> 1)));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            micros = Arrays.copyOf(micros, size * 2);
        }
        System.arraycopy(packet, 0, data, at, packet.length);
        ends[size] = at + packet.length;
        micros[size++] = timeMicros;
    }

    /** A capture of some of these packets. */
    Capture only(final int[] numbers) {
        final Capture some = new Capture(linkType);
        for (final int number : numbers) {
            some.add(micros[number], packet(number));
        }
        return some;
    }

    void write(final OutputStream out) throws IOException {
        final ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC_MICROS).putShort((short)2).putShort((short)4).putLong(0).putInt(MAX_RECORD)
            .putInt(linkType);
        out.write(header.array());
        final ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            record.clear().putInt((int)(micros[i] / 1_000_000)).putInt((int)(micros[i] % 1_000_000))
                .putInt(length(i)).putInt(length(i));
            out.write(record.array());
            out.write(data, offset(i), length(i));
        }
    }

    /** Read a pcap file of either byte order and resolution. */
    static Capture read(final InputStream in) throws IOException {
        final ByteBuffer header = ByteBuffer.wrap(exactly(in, 24)).order(ByteOrder.LITTLE_ENDIAN);
        int magic = header.getInt(0);
        final boolean swapped = magic == Integer.reverseBytes(MAGIC_MICROS)
            || magic == Integer.reverseBytes(MAGIC_NANOS);
        magic = swapped ? Integer.reverseBytes(magic) : magic;
        if (magic != MAGIC_MICROS && magic != MAGIC_NANOS) {
            throw new IOException("not a pcap file");
        }
        final ByteOrder order = swapped ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        final Capture capture = new Capture(header.order(order).getInt(20) & 0xFFFF);
        while (true) {
            final byte[] start = in.readNBytes(16);
            if (start.length < 16) {
                return capture;
            }
            final ByteBuffer record = ByteBuffer.wrap(start).order(order);
            final long seconds = record.getInt(0) & 0xFFFF_FFFFL;
            final long fraction = record.getInt(4) & 0xFFFF_FFFFL;
            final int length = record.getInt(8);
            if (length < 0 || length > MAX_RECORD) {
                throw new IOException("record of " + length + " bytes");
            }
            capture.add(seconds * 1_000_000 + (magic == MAGIC_NANOS ? fraction / 1000 : fraction),
                exactly(in, length));
        }
    }

    private static byte[] exactly(final InputStream in, final int length) throws IOException {
        final byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the capture is cut");
        }
        return bytes;
    }
}
