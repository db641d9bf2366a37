/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * TCP segments of some connections, most of which are plain and in the window; TCP checksums are left out.
 */
final class SegmentTraffic {
    /** Bytes that a segment takes at the most, and is zeroed for. */
    static final int STRIDE = 128;
    /** Where the flags are. */
    static final int FLAGS = 33;
    static final int ACK = 0x10;
    static final int PSH = 0x08;

    private static final int MAX_ACK_WINDOW = 66_000;
    private static final int SERVER = 0x8A010000;
    private static final int SERVER_PORT = 0x8050;
    private static final int[] CLIENTS = {0x0A000000, 0x8A000000, 0xFE000000, 0x8A010000};
    private static final int[] WINDOWS = {0, 1, 20, 500, 65535, -1};

    private final Random random;
    private final int calm;
    /** Next sequence number of each connection and side. */
    private final int[][] next;
    /** Window that each side announces for a while; negative for another one each time. */
    private final int[][] windows;
    /** Segments of each connection's handshake that were sent. */
    private final int[] opened;

    /**
     * Traffic.
     *
     * @param calm how much rarer than it might be whatever is not plain and in the window; above 1 connections begin
     *     with a handshake too.
     */
    SegmentTraffic(final Random random, final int connections, final int calm) {
        this.random = random;
        this.calm = calm;
        next = new int[connections][2];
        windows = new int[connections][2];
        opened = new int[connections];
        if (calm == 1) {
            Arrays.fill(opened, 2);
        } else {
            Arrays.stream(windows).forEach(both -> Arrays.fill(both, 65535));
            Arrays.stream(next).forEach(both -> Arrays.setAll(both, side -> random.nextInt()));
        }
    }

    /**
     * Write a segment: mostly in order, sometimes beside the window, or of a handshake.
     *
     * @return its bytes.
     */
    int write(final UnsafeBuffer buffer, final int at) {
        final int connection = random.nextInt(next.length);
        final boolean opens = opened[connection] < 2;
        final int side = opens ? opened[connection]++ : random.nextInt(2);
        final int kind = opens ? side : random.nextInt(400 * calm);
        final int flags = kind == 0 ? 2 : kind == 1 ? 0x12 : kind == 2 ? 0x11 : kind == 3 ? 4
            : random.nextInt(4) == 0 ? ACK | PSH : ACK;
        final int data = flags >= ACK && random.nextInt(3) == 0 ? random.nextInt(30) : 0;
        final int options = flags == 2 || flags == 0x12 ? 4 : random.nextInt(4) == 0 ? 12 : 0;
        final int strayed = !opens && random.nextInt(30 * calm) == 0 ? random.nextInt(200_000) - 100_000 : 0;
        final int length = 40 + options + data;
        buffer.setMemory(at, STRIDE, (byte)0);
        buffer.putInt(at, 0x45000000 | length, BIG_ENDIAN);
        buffer.putInt(at + 8, 64 << 24 | 6 << 16, BIG_ENDIAN);
        // clients' addresses and ports are above and below their servers', signed and unsigned; the first is its server
        final int client = connection == 0 ? SERVER : CLIENTS[connection % CLIENTS.length] + connection;
        final int clientPort = connection == 0 ? SERVER_PORT : connection * 7919 & 0xFFFF;
        buffer.putInt(at + 12, side == 0 ? client : SERVER, BIG_ENDIAN);
        buffer.putInt(at + 16, side == 0 ? SERVER : client, BIG_ENDIAN);
        buffer.putShort(at + 20, (short)(side == 0 ? clientPort : SERVER_PORT), BIG_ENDIAN);
        buffer.putShort(at + 22, (short)(side == 0 ? SERVER_PORT : clientPort), BIG_ENDIAN);
        buffer.putInt(at + 24, next[connection][side] + strayed, BIG_ENDIAN);
        buffer.putInt(at + 28, next[connection][1 - side] - (opens ? 0 : late()), BIG_ENDIAN);
        buffer.putByte(at + 32, (byte)(5 + options / 4 << 4));
        buffer.putByte(at + FLAGS, (byte)flags);
        if (random.nextInt(40 * calm) == 0) {
            windows[connection][side] = WINDOWS[random.nextInt(WINDOWS.length)];
        }
        final int window = windows[connection][side];
        buffer.putShort(at + 34, (short)(window < 0 ? random.nextInt() : window), BIG_ENDIAN);
        if (options == 4) {
            // window scale
            buffer.putInt(at + 40, 0x01030300 | random.nextInt(16), BIG_ENDIAN);
        } else if (options == 12) {
            buffer.putInt(at + 40, random.nextInt(4 * calm) == 0 ? 0x0101_0101 : 0x0101_080A, BIG_ENDIAN);
        }
        Tester.putIpv4Checksum(buffer, at);
        if (strayed == 0) {
            next[connection][side] += data + (flags & 1) + (flags >> 1 & 1);
        }
        return length;
    }

    /** How far an acknowledgement is behind: often not at all, rarely around both bounds of the window. */
    private int late() {
        return switch (random.nextInt(60 * calm)) {
            case 0 -> MAX_ACK_WINDOW - 2 + random.nextInt(5);
            case 1 -> -random.nextInt(3);
            default -> random.nextInt(3) == 0 ? random.nextInt(60) : 0;
        };
    }
}
