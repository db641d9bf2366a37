/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes a TCP segment in an IPv4 or IPv6 packet. Transport checksums are 0: nobody looks at them here.
 */
final class SegmentBuilder {
    private static final int TCP = 6;

    private final boolean v6;
    private final int number;
    private int from;
    private long seq;
    private long ack;
    private int flags;
    private int window;
    private int payload;
    private byte[] options = {};
    private int headerWords = -1;
    private int cutTo = -1;

    SegmentBuilder(final boolean v6, final int number) {
        this.v6 = v6;
        this.number = number;
    }

    SegmentBuilder from(final int value) {
        from = value;
        return this;
    }

    SegmentBuilder seq(final long value) {
        seq = value;
        return this;
    }

    SegmentBuilder ack(final long value) {
        ack = value;
        return this;
    }

    SegmentBuilder flags(final int value) {
        flags = value;
        return this;
    }

    SegmentBuilder window(final int value) {
        window = value;
        return this;
    }

    SegmentBuilder payload(final int value) {
        payload = value;
        return this;
    }

    /** Options; they are padded. */
    SegmentBuilder options(final byte[] value) {
        options = value;
        return this;
    }

    /** Lie about the header's length, once. */
    SegmentBuilder headerWords(final int value) {
        headerWords = value;
        return this;
    }

    /** Cut the segment, once. */
    SegmentBuilder cutTo(final int value) {
        cutTo = value;
        return this;
    }

    int length() {
        return payload;
    }

    byte[] build() {
        final int header = 20 + (options.length + 3) / 4 * 4;
        int length = header + payload;
        if (cutTo >= 0) {
            length = Math.min(cutTo, length);
        }
        final ByteBuffer b = ByteBuffer.allocate((v6 ? 40 : 20) + header + payload);
        if (v6) {
            b.putInt(0x6000_0000).putShort((short)length).put((byte)TCP).put((byte)64);
            b.putLong(0xFD00_0000_0000_0000L).putLong(from).putLong(0xFD00_0000_0000_0000L).putLong(1 - from);
        } else {
            b.putShort((short)0x4500).putShort((short)(20 + length)).putInt(0x4000);
            b.put((byte)64).put((byte)TCP).putShort((short)0).putInt(0x0A00_0000 + from).putInt(0x0A00_0001 - from);
            b.putShort(10, headerChecksum(b));
        }
        b.putShort((short)port(from)).putShort((short)port(1 - from)).putInt((int)seq).putInt((int)ack);
        b.put((byte)((headerWords < 0 ? header / 4 : headerWords) << 4)).put((byte)flags).putShort((short)window);
        b.putInt(0).put(options);
        while (b.position() < (v6 ? 40 : 20) + header) {
            b.put((byte)1);
        }
        headerWords = -1;
        cutTo = -1;
        return Arrays.copyOf(b.array(), (v6 ? 40 : 20) + length);
    }

    /** Both ends of a port range, so that now and then the responder has the lower one. */
    private int port(final int end) {
        return end == 0 ? 1000 + number * 7919 % 5000 : 3000 + number;
    }

    private static short headerChecksum(final ByteBuffer b) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += b.getShort(i) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (short)~((sum & 0xFFFF) + (sum >>> 16));
    }

    /** Options as an opening has them. */
    static byte[] opening(final SplittableRandom random) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (random.nextInt(10) < 7) {
            out.writeBytes(new byte[] {2, 4, 5, (byte)180});
        }
        if (random.nextBoolean()) {
            out.writeBytes(new byte[] {4, 2});
        }
        if (random.nextInt(10) < 7) {
            out.writeBytes(new byte[] {3, 3, (byte)(random.nextInt(20) == 0 ? 255 : random.nextInt(16))});
        }
        if (random.nextInt(10) < 3) {
            out.writeBytes(timestamp(random));
        }
        return out.toByteArray();
    }

    /** Any options: SACK blocks around a sequence number, time stamps, an opening's, nonsense. */
    static byte[] any(final SplittableRandom random, final long near) {
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                final int blocks = random.nextInt(1, 4);
                final ByteBuffer b = ByteBuffer.allocate(4 + 8 * blocks);
                b.putShort((short)0x0101).put((byte)5).put((byte)(2 + 8 * blocks - (random.nextInt(9) == 0 ? 1 : 0)));
                for (int i = 0; i < blocks; i++) {
                    final int left = (int)near + new int[] {-1000, -1, 0, 1, 1000, 70_000, -70_000}[random.nextInt(7)];
                    b.putInt(left).putInt(left + (random.nextBoolean() ? 1 : 1000));
                }
                return b.array();
            }
            case 2 -> {
                final ByteArrayOutputStream out = new ByteArrayOutputStream();
                out.writeBytes(new byte[] {1, 1});
                out.writeBytes(timestamp(random));
                return out.toByteArray();
            }
            case 3 -> {
                return opening(random);
            }
            default -> {
                final byte[] nonsense = new byte[random.nextInt(1, 17)];
                for (int i = 0; i < nonsense.length; i++) {
                    nonsense[i] = (byte)(random.nextBoolean() ? random.nextInt(12) : random.nextInt(256));
                }
                return nonsense;
            }
        }
    }

    private static byte[] timestamp(final SplittableRandom random) {
        return ByteBuffer.allocate(10).put((byte)8).put((byte)10).putInt(random.nextInt()).putInt(random.nextInt())
            .array();
    }
}
