/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Cuts packets into fragments: in order, shuffled, doubled, overlapping, or with one missing.
 */
final class Fragmenter {
    private final Dice dice;
    private int id;

    Fragmenter(final Dice dice) {
        this.dice = dice;
    }

    List<byte[]> split(final byte[] packet) {
        final boolean v4 = packet[0] >> 4 == 4;
        final int header = v4 ? (packet[0] & 15) * 4 : 40;
        final int payload = packet.length - header;
        id++;
        final List<byte[]> pieces = new ArrayList<>();
        final int step = 8 * (1 + dice.below(Math.max(1, payload / 16)));
        for (int at = 0; at < payload || at == 0; at += step) {
            final int length = Math.min(step, payload - at);
            pieces.add(piece(packet, header, at, length, at + step < payload));
        }
        switch (dice.pick(10, 4, 2, 1, 1)) {
            case 1 -> {
                for (int i = pieces.size() - 1; i > 0; i--) {
                    Collections.swap(pieces, i, dice.below(i + 1));
                }
            }
            case 2 -> pieces.add(dice.below(pieces.size()), pieces.get(dice.below(pieces.size())));
            case 3 -> {
                if (payload > 16) {
                    pieces.add(dice.below(pieces.size()), piece(packet, header, 8, payload - 16 & ~7, true));
                }
            }
            case 4 -> pieces.remove(dice.below(pieces.size()));
            default -> {
            }
        }
        return pieces;
    }

    private byte[] piece(final byte[] packet, final int header, final int at, final int length, final boolean more) {
        final byte[] payload = Arrays.copyOfRange(packet, header + at, header + at + length);
        final int place = at | (more ? 1 : 0);
        if (header == 40 && packet[0] >> 4 == 6) {
            final byte[] extension = ByteBuffer.allocate(8).put(packet[6]).put((byte)0).putShort((short)place)
                .putInt(id).array();
            return Packets.ipv6(Arrays.copyOfRange(packet, 8, 24), Arrays.copyOfRange(packet, 24, 40), 44,
                Segment.join(extension, payload));
        }
        final byte[] fragment = Segment.join(Arrays.copyOf(packet, header), payload);
        ByteBuffer.wrap(fragment).putShort(2, (short)fragment.length).putShort(4, (short)id)
            .putShort(6, (short)(place >> 3 | (more ? 0x2000 : 0)));
        return Packets.fixHeaderChecksum(fragment);
    }
}
