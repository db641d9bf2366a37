/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import org.agrona.UnsafeApi;

/**
 * CRC32c, SCTP's checksum (RFC 9260, appendix A), eight bytes a step from eight tables. The JDK's own wants an object
 * for each sum.
 */
final class Crc32c {
    /** State before the first byte. */
    static final int START = -1;

    /** The Castagnoli polynomial, bits reversed. */
    private static final int POLYNOMIAL = 0x82F63B78;
    /** Row k: what a byte does to the state when k zero bytes follow it. */
    private static final int[][] TABLES = tables();

    private Crc32c() {
    }

    private static int[][] tables() {
        final int[][] tables = new int[8][256];
        for (int b = 0; b < 256; b++) {
            int crc = b;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ POLYNOMIAL & -(crc & 1);
            }
            tables[0][b] = crc;
        }
        for (int k = 1; k < 8; k++) {
            for (int b = 0; b < 256; b++) {
                final int before = tables[k - 1][b];
                tables[k][b] = before >>> 8 ^ tables[0][before & 0xFF];
            }
        }
        return tables;
    }

    /**
     * Take bytes in.
     *
     * @param crc state so far.
     * @param address of the first.
     * @param length of them.
     * @return the state; its complement is the sum.
     */
    static int update(final int crc, final long address, final int length) {
        int state = crc;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            state = eight(state, Long.reverseBytes(Wire.i64(address + i)));
        }
        for (; i < length; i++) {
            state = state >>> 8 ^ TABLES[0][(state ^ UnsafeApi.getByte(address + i)) & 0xFF];
        }
        return state;
    }

    /**
     * Take four zero bytes in, which stand for the checksum field itself.
     *
     * @param crc state so far.
     * @return the state.
     */
    static int fourZeros(final int crc) {
        return TABLES[3][crc & 0xFF] ^ TABLES[2][crc >>> 8 & 0xFF] ^ TABLES[1][crc >>> 16 & 0xFF]
            ^ TABLES[0][crc >>> 24];
    }

    private static int eight(final int crc, final long bytes) {
        final int low = crc ^ (int)bytes;
        final int high = (int)(bytes >>> 32);
        return TABLES[7][low & 0xFF] ^ TABLES[6][low >>> 8 & 0xFF] ^ TABLES[5][low >>> 16 & 0xFF]
            ^ TABLES[4][low >>> 24] ^ TABLES[3][high & 0xFF] ^ TABLES[2][high >>> 8 & 0xFF]
            ^ TABLES[1][high >>> 16 & 0xFF] ^ TABLES[0][high >>> 24];
    }
}
