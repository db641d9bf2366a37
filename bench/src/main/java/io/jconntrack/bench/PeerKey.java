/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static java.lang.Math.unsignedMultiplyHigh;

import io.jconntrack.net.Reason;
import io.jconntrack.packet.Packet;
import org.agrona.UnsafeApi;

/**
 * A connection's key for the peers' maps: endpoints in canonical order, 40 bytes, with hash and equality. Mutable; a
 * map that needs key objects gets a copy.
 */
final class PeerKey {
    /** Bytes of a key where it is written to memory. */
    static final int LENGTH = 40;

    private static final long SEED0 = 0x2545F4914F6CDD1DL;
    private static final long SEED1 = 0x9E3779B97F4A7C15L;

    long k0;
    long k1;
    long k2;
    long k3;
    long k4;
    long hash;
    boolean fromHi;
    boolean same;

    /** Where the entry is, in a copy that a map holds. */
    long entry;

    /** An unset key. */
    PeerKey() {
        // set() does the rest
    }

    /**
     * A copy for a map to hold.
     *
     * @param other to copy.
     * @param entry of the connection.
     */
    PeerKey(final PeerKey other, final long entry) {
        k0 = other.k0;
        k1 = other.k1;
        k2 = other.k2;
        k3 = other.k3;
        k4 = other.k4;
        hash = other.hash;
        this.entry = entry;
    }

    /**
     * Set from a TCP or UDP packet.
     *
     * @param p the packet.
     * @return {@link Reason#NONE}, or why it has no tuple.
     */
    Reason set(final Packet p) {
        if (p.transportLength() < 4 || !p.captured(0, 4)) {
            return Reason.TRANSPORT_TRUNCATED;
        }
        final long src = p.transportShort(0);
        final long dst = p.transportShort(2);
        int order = Long.compareUnsigned(p.srcHigh(), p.dstHigh());
        if (order == 0) {
            order = Long.compareUnsigned(p.srcLow(), p.dstLow());
            if (order == 0) {
                order = Long.compare(src, dst);
            }
        }
        final boolean hi = order > 0;
        k0 = (long)p.l3() << 40 | (long)p.protocol() << 32 | (hi ? src << 16 | dst : dst << 16 | src);
        k1 = hi ? p.dstHigh() : p.srcHigh();
        k2 = hi ? p.dstLow() : p.srcLow();
        k3 = hi ? p.srcHigh() : p.dstHigh();
        k4 = hi ? p.srcLow() : p.dstLow();
        same = order == 0;
        fromHi = hi || same;
        rehash();
        return Reason.NONE;
    }

    /**
     * Write the five words.
     *
     * @param address to write to.
     */
    void write(final long address) {
        UnsafeApi.putLong(address, k0);
        UnsafeApi.putLong(address + 8, k1);
        UnsafeApi.putLong(address + 16, k2);
        UnsafeApi.putLong(address + 24, k3);
        UnsafeApi.putLong(address + 32, k4);
    }

    /**
     * Read the five words.
     *
     * @param address to read from.
     */
    void read(final long address) {
        k0 = UnsafeApi.getLong(address);
        k1 = UnsafeApi.getLong(address + 8);
        k2 = UnsafeApi.getLong(address + 16);
        k3 = UnsafeApi.getLong(address + 24);
        k4 = UnsafeApi.getLong(address + 32);
        rehash();
    }

    /**
     * Whether the five words at an address are this key's.
     *
     * @param address to compare with.
     * @return true when they are.
     */
    boolean isAt(final long address) {
        return UnsafeApi.getLong(address) == k0 && UnsafeApi.getLong(address + 8) == k1
            && UnsafeApi.getLong(address + 16) == k2 && UnsafeApi.getLong(address + 24) == k3
            && UnsafeApi.getLong(address + 32) == k4;
    }

    private void rehash() {
        hash = mix(mix(k0 ^ SEED0, k2 ^ SEED1) ^ k1, mix(k3 ^ SEED1, k4 ^ SEED0));
    }

    private static long mix(final long a, final long b) {
        return a * b ^ unsignedMultiplyHigh(a, b);
    }

    @Override
    public boolean equals(final Object o) {
        return o instanceof final PeerKey k && k.k0 == k0 && k.k1 == k1 && k.k2 == k2 && k.k3 == k3 && k.k4 == k4;
    }

    @Override
    public int hashCode() {
        return (int)(hash ^ hash >>> 32);
    }
}
