/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.memory.KeyedHash.GOLDEN;
import static io.jconntrack.memory.KeyedHash.mix;
import static io.jconntrack.memory.Rows.WORD;
import static io.jconntrack.table.EntryDescriptor.KEY;

import io.jconntrack.entry.ConnectionKey;
import org.agrona.UnsafeApi;

/**
 * A connection's key: its tuple with the endpoints in canonical order, and its hash. Mutable, one per thread.
 *
 * @see EntryDescriptor
 */
public final class TupleKey implements ConnectionKey {
    private static final long REQUESTER_IS_HI = 1L << 47;
    /** What {@link #writeV4} says of a packet from an endpoint to itself. */
    static final int TO_ITSELF = 3;

    long k0;
    long k1;
    long k2;
    long k3;
    long k4;
    long hash;
    /** 1 when the packet was sent by the endpoint "hi", or by one to itself; else 0. */
    int fromHi;
    private boolean same;

    final long seed0;
    final long seed1;
    // of the other endpoint: with the same seeds, tuples whose halves are swapped had one hash under any seed
    private final long seed2;
    private final long seed3;

    /**
     * A key under a seed. All keys used with one table must share it.
     *
     * @param seed0 first half of the seed.
     * @param seed1 second half of the seed.
     */
    public TupleKey(final long seed0, final long seed1) {
        this.seed0 = seed0;
        this.seed1 = seed1;
        seed2 = mix(seed0 ^ GOLDEN, seed1 + GOLDEN);
        seed3 = mix(seed1 ^ GOLDEN, seed0 + GOLDEN);
    }

    /**
     * Set from a packet's tuple.
     *
     * @param l3 4 or 6.
     * @param protocol IP protocol number.
     * @param zone 0 to 65535.
     * @param srcHigh first eight bytes of the source address, big-endian; 0 for IPv4.
     * @param srcLow last eight bytes, or the IPv4 address.
     * @param srcPort port, ICMP id or what stands in its place.
     * @param dstHigh first eight bytes of the destination address.
     * @param dstLow last eight bytes, or the IPv4 address.
     * @param dstPort port, ICMP type and code, or what stands in its place.
     * @param query 1 for an ICMP query, 2 for the answer to one (its id is then dstPort), 0 otherwise.
     */
    public void set(final int l3, final int protocol, final int zone, final long srcHigh, final long srcLow,
        final int srcPort, final long dstHigh, final long dstLow, final int dstPort, final int query) {
        if (l3 == 4) {
            setV4(zone, protocol, srcLow, srcPort, dstLow, dstPort, query);
        } else {
            setV6(zone, protocol, srcHigh, srcLow, srcPort, dstHigh, dstLow, dstPort, query);
        }
    }

    /** Which side sends can't be predicted: both endpoints are numbers that are compared without a branch. */
    private void setV4(final int zone, final int protocol, final long srcAddress, final int srcPort,
        final long dstAddress, final int dstPort, final int query) {
        final long src = srcAddress << 16 | srcPort;
        final long dst = dstAddress << 16 | dstPort;
        // all ones when the sender is "hi"
        final long swap = dst - src >> 63;
        final long exchange = (src ^ dst) & swap;
        final long lo = src ^ exchange;
        final long hi = dst ^ exchange;
        direction((int)swap & 1, src == dst, query);
        k0 = meta(zone, 4, protocol, query, (int)swap & 1) | portsV4(lo, hi);
        k1 = addressesV4(lo, hi);
        k2 = 0;
        k3 = 0;
        k4 = 0;
        hash = hashV4();
    }

    private static long portsV4(final long lo, final long hi) {
        return (hi & 0xFFFF) << 16 | lo & 0xFFFF;
    }

    private static long addressesV4(final long lo, final long hi) {
        return lo >>> 16 << 32 | hi >>> 16;
    }

    /**
     * Write the key of a packet over IPv4 with ports, under this key's seed, without touching this key: its first two
     * words (the others are 0), its hash, and an int with bit 0 when it was sent by "hi", and bits 0 and 1 when it was
     * sent by an endpoint to itself.
     *
     * @param protocol IP protocol number.
     * @param zone 0 to 65535.
     * @param addresses source in the upper half, destination in the lower.
     * @param ports source in the upper half, destination in the lower.
     * @param to address of the first of four words of a row, see {@link io.jconntrack.memory.Rows}.
     */
    public void writeV4(final int protocol, final int zone, final long addresses, final int ports, final long to) {
        final long src = addresses >>> 32 << 16 | ports >>> 16;
        final long dst = (addresses & 0xFFFF_FFFFL) << 16 | ports & 0xFFFF;
        final long swap = dst - src >> 63;
        // lo first: what the packet has in another order is turned, not taken apart
        final long word0 = meta(zone, 4, protocol, 0, 0) | Integer.rotateLeft(ports, ~(int)swap & 16) & 0xFFFF_FFFFL;
        final long word1 = Long.rotateLeft(addresses, (int)swap & 32);
        UnsafeApi.putLong(to, word0);
        UnsafeApi.putLong(to + WORD, word1);
        UnsafeApi.putLong(to + 2 * WORD, mix(word0 ^ seed0, word1 ^ seed1));
        UnsafeApi.putInt(to + 3 * WORD, src == dst ? TO_ITSELF : (int)swap & 1);
    }

    /**
     * Set from what {@link #writeV4} wrote.
     *
     * @param from address of the first of the words.
     */
    public void readV4(final long from) {
        k0 = UnsafeApi.getLong(from);
        k1 = UnsafeApi.getLong(from + WORD);
        k2 = 0;
        k3 = 0;
        k4 = 0;
        hash = UnsafeApi.getLong(from + 2 * WORD);
        final int sender = UnsafeApi.getInt(from + 3 * WORD);
        fromHi = sender & 1;
        same = sender == TO_ITSELF;
    }

    /**
     * Hash of the tuple.
     *
     * @return under the key's seed.
     */
    public long hash() {
        return hash;
    }

    private void setV6(final int zone, final int protocol, final long srcHigh, final long srcLow, final int srcPort,
        final long dstHigh, final long dstLow, final int dstPort, final int query) {
        int order = Long.compareUnsigned(srcHigh, dstHigh);
        if (order == 0) {
            order = Long.compareUnsigned(srcLow, dstLow);
            if (order == 0) {
                order = Integer.compare(srcPort, dstPort);
            }
        }
        // all ones when the sender is "hi"
        final long swap = -order >> 31;
        direction((int)swap & 1, order == 0, query);
        final long high = (srcHigh ^ dstHigh) & swap;
        final long low = (srcLow ^ dstLow) & swap;
        final long port = (srcPort ^ dstPort) & swap;
        k0 = meta(zone, 6, protocol, query, (int)swap & 1) | (dstPort ^ port) << 16 | srcPort ^ port;
        k1 = srcHigh ^ high;
        k2 = srcLow ^ low;
        k3 = dstHigh ^ high;
        k4 = dstLow ^ low;
        hash = hashV6();
    }

    private void direction(final int sentByHi, final boolean toItself, final int query) {
        // Source equal to destination: Linux finds the entry by its reply tuple from the second packet on.
        same = query == 0 && toItself;
        fromHi = same ? 1 : sentByHi;
    }

    /** What a key has beside ports in its first word. */
    static long meta(final int zone, final int l3, final int protocol, final int query, final int sentByHi) {
        return (long)zone << 48 | (long)l3 << 40 | (long)protocol << 32
            | (query != 0 && (sentByHi == 1) == (query == 1) ? REQUESTER_IS_HI : 0);
    }

    /**
     * Whether the packet was sent by the endpoint "hi".
     *
     * @return true when it was.
     */
    public boolean isFromHi() {
        return fromHi != 0 && !same;
    }

    private long hashV4() {
        return mix(k0 ^ seed0, k1 ^ seed1);
    }

    private long hashV6() {
        return mix(mix(k0 ^ seed0, k1 ^ seed1) ^ k2, mix(k3 ^ seed2, k4 ^ seed3));
    }

    /** Whether it is of IPv4. */
    boolean isV4() {
        return l3() == 4;
    }

    int l3() {
        return (int)(k0 >>> 40) & 0x7F;
    }

    /**
     * IP protocol number.
     *
     * @return 0 to 255.
     */
    public int protocol() {
        return (int)(k0 >>> 32) & 0xFF;
    }

    /**
     * Port of an endpoint, or what stands in its place.
     *
     * @param ofHi of the endpoint "hi".
     * @return 0 to 65535.
     */
    public int port(final boolean ofHi) {
        return (int)(ofHi ? k0 >>> 16 : k0) & 0xFFFF;
    }

    int zone() {
        return (int)(k0 >>> 48);
    }

    /** First eight bytes of an endpoint's address; 0 for IPv4. */
    long addressHigh(final boolean ofHi) {
        return isV4() ? 0 : ofHi ? k3 : k1;
    }

    /** Last eight bytes of an endpoint's address, or the IPv4 address. */
    long addressLow(final boolean ofHi) {
        if (isV4()) {
            return ofHi ? k1 & 0xFFFF_FFFFL : k1 >>> 32;
        }
        return ofHi ? k4 : k2;
    }

    /** Hash of one endpoint with its port, protocol and zone, keyed as that of the tuple. */
    long endpointHash(final boolean ofHi) {
        final long meta = k0 & 0xFFFF_7FFF_0000_0000L | port(ofHi);
        return mix(mix(addressHigh(ofHi) ^ seed3, meta ^ seed2) ^ addressLow(ofHi) ^ seed1, GOLDEN ^ seed2 ^ seed0);
    }

    /** Hash of one endpoint's address under a mask, keyed as that of the tuple. */
    long sourceHash(final boolean ofHi, final long maskHigh, final long maskLow) {
        final long high = addressHigh(ofHi) & maskHigh;
        final long low = addressLow(ofHi) & maskLow;
        final long family = k0 >>> 40 & 0x7F;
        return mix(mix(high ^ seed2, family * GOLDEN ^ seed3) ^ low ^ seed0, GOLDEN ^ seed3 ^ seed1);
    }

    /**
     * Write the key as an entry has it; the packet's own direction becomes the original one.
     *
     * @param entry address of a copy that no table knows.
     */
    public void copyTo(final long entry) {
        UnsafeApi.putLong(entry + KEY, k0);
        UnsafeApi.putLong(entry + KEY + 8, k1);
        UnsafeApi.putLong(entry + KEY + 16, k2);
        UnsafeApi.putLong(entry + KEY + 24, k3);
        UnsafeApi.putLong(entry + KEY + 32, k4);
        UnsafeApi.putByte(entry + EntryDescriptor.FLAGS,
            (byte)(isFromHi() ? EntryDescriptor.FLAG_ORIGINAL_FROM_HI : 0));
    }

    /** Whether an entry has this key. */
    boolean isOf(final long entry) {
        return ((UnsafeApi.getLong(entry + KEY) ^ k0) | (UnsafeApi.getLong(entry + KEY + 8) ^ k1)
            | (UnsafeApi.getLong(entry + KEY + 16) ^ k2) | (UnsafeApi.getLong(entry + KEY + 24) ^ k3)
            | (UnsafeApi.getLong(entry + KEY + 32) ^ k4)) == 0;
    }

    /** Another key with the same seed. */
    TupleKey another() {
        return new TupleKey(seed0, seed1);
    }

    /**
     * Set the key words and the hash from an entry; the sender's side stays unknown.
     *
     * @param entry its address.
     */
    void read(final long entry) {
        k0 = UnsafeApi.getLong(entry + KEY);
        k1 = UnsafeApi.getLong(entry + KEY + 8);
        k2 = UnsafeApi.getLong(entry + KEY + 16);
        k3 = UnsafeApi.getLong(entry + KEY + 24);
        k4 = UnsafeApi.getLong(entry + KEY + 32);
        hash = (k0 >>> 40 & 0x7F) == 4 ? hashV4() : hashV6();
    }
}
