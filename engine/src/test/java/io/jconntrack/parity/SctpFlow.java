/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * An SCTP association between two ends: in order, out of order, with wrong tags, and with chunks in odd company.
 */
final class SctpFlow {
    private static final int DATA = 0;
    private static final int INIT = 1;
    private static final int INIT_ACK = 2;
    private static final int SACK = 3;
    private static final int HEARTBEAT = 4;
    private static final int HEARTBEAT_ACK = 5;
    private static final int ABORT = 6;
    private static final int SHUTDOWN = 7;
    private static final int SHUTDOWN_ACK = 8;
    private static final int COOKIE_ECHO = 10;
    private static final int COOKIE_ACK = 11;
    private static final int SHUTDOWN_COMPLETE = 14;

    private final TrafficGenerator out;
    private final Dice dice;
    private final Peer[] peers;
    /** Tag that each end wants to see, chosen in its INIT or INIT ACK. */
    private final int[] tags = new int[2];
    private int opener;

    SctpFlow(final TrafficGenerator out, final Peer a, final Peer b) {
        this.out = out;
        dice = out.dice();
        peers = new Peer[] {a, b};
        tags[0] = dice.word();
        tags[1] = dice.word();
    }

    void move() {
        final int d = dice.below(2);
        switch (dice.pick(14, 30, 8, 6, 4, 10, 10, 6)) {
            case 0 -> open();
            case 1 -> {
                send(d, DATA);
                send(1 - d, SACK);
            }
            case 2 -> {
                send(d, HEARTBEAT);
                send(dice.chance(0.9) ? 1 - d : d, HEARTBEAT_ACK);
            }
            case 3 -> {
                send(d, SHUTDOWN);
                send(1 - d, SHUTDOWN_ACK);
                send(d, SHUTDOWN_COMPLETE);
            }
            case 4 -> send(d, ABORT);
            case 5 -> send(d, dice.of(INIT, INIT_ACK, COOKIE_ECHO, COOKIE_ACK, SHUTDOWN, SHUTDOWN_ACK,
                SHUTDOWN_COMPLETE, 9, 12, 13, 0xC0));
            case 6 -> out.silence();
            default -> send(d, dice.of(DATA, SACK, COOKIE_ACK, ABORT, COOKIE_ECHO),
                dice.of(DATA, INIT, SACK, HEARTBEAT, SHUTDOWN_COMPLETE));
        }
    }

    private void open() {
        opener = dice.chance(0.8) ? opener : 1 - opener;
        tags[opener] = dice.word();
        send(opener, INIT);
        if (dice.chance(0.2)) {
            send(1 - opener, INIT);
        }
        tags[1 - opener] = dice.word();
        send(1 - opener, INIT_ACK);
        if (dice.chance(0.9)) {
            send(opener, COOKIE_ECHO);
        }
        if (dice.chance(0.9)) {
            send(1 - opener, COOKIE_ACK);
        }
    }

    private void send(final int d, final int... chunks) {
        ByteBuffer body = ByteBuffer.allocate(256);
        final boolean reflected = dice.chance(0.1);
        for (final int chunk : chunks) {
            final boolean opens = chunk == INIT || chunk == INIT_ACK;
            final int length = opens ? 20 : chunk == DATA ? 17 : dice.of(4, 8, 8);
            final int start = body.position();
            body.put((byte)chunk).put((byte)(reflected ? 1 : 0)).putShort((short)length);
            if (opens) {
                body.putInt(tags[d]);
            }
            body.position(start + (length + 3) / 4 * 4);
        }
        final byte[] packet = new byte[12 + body.position()];
        body = body.flip();
        body.get(packet, 12, body.remaining());
        int tag = chunks[0] == INIT ? 0 : tags[reflected ? d : 1 - d];
        if (dice.chance(0.06)) {
            tag = dice.of(0, tags[d], dice.word());
        }
        if (dice.chance(0.01)) {
            packet[14 + dice.below(2)] = (byte)dice.below(256);
        }
        ByteBuffer.wrap(packet).putShort((short)peers[d].port).putShort((short)peers[1 - d].port).putInt(tag);
        final CRC32C crc = new CRC32C();
        crc.update(packet);
        ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).putInt(8, (int)crc.getValue());
        out.emit(Packets.ip(peers[d].address, peers[1 - d].address, Packets.SCTP, packet));
    }
}
