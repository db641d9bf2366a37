/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

/**
 * What talkers and connections are sorted by, the most first.
 */
public enum SortKey {
    /** Talkers by connections; connections by the time that is left to them. */
    CONNECTIONS('c', "connections"),
    /** Packets of both directions. */
    PACKETS('p', "packets"),
    /** Bytes of both directions. */
    BYTES('b', "bytes"),
    /** Packets since the last look. */
    PACKET_RATE('P', "packets/s"),
    /** Bytes since the last look. */
    BYTE_RATE('B', "bit/s");

    private final char key;
    private final String label;

    SortKey(final char key, final String label) {
        this.key = key;
        this.label = label;
    }

    /**
     * The key that chooses it.
     *
     * @return a letter.
     */
    public char key() {
        return key;
    }

    /**
     * Its name.
     *
     * @return a few words.
     */
    public String label() {
        return label;
    }

    /** What can be sorted by when no packets are counted, or nothing is known yet since the last look. */
    SortKey possible(final boolean isAccounted, final boolean hasRates) {
        if (!isAccounted) {
            return CONNECTIONS;
        }
        return switch (this) {
            case PACKET_RATE -> hasRates ? this : PACKETS;
            case BYTE_RATE -> hasRates ? this : BYTES;
            default -> this;
        };
    }

    /** One of the numbers. */
    long of(final long other, final long packets, final long bytes, final long packetsSince, final long bytesSince) {
        return switch (this) {
            case CONNECTIONS -> other;
            case PACKETS -> packets;
            case BYTES -> bytes;
            case PACKET_RATE -> packetsSince;
            case BYTE_RATE -> bytesSince;
        };
    }
}
