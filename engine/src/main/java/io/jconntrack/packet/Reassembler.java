/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static io.jconntrack.memory.KeyedHash.GOLDEN;
import static io.jconntrack.memory.KeyedHash.mix;
import static io.jconntrack.packet.FragmentDescriptor.CHAIN;
import static io.jconntrack.packet.FragmentDescriptor.CHUNK_LENGTH;
import static io.jconntrack.packet.FragmentDescriptor.COVERED;
import static io.jconntrack.packet.FragmentDescriptor.CUT;
import static io.jconntrack.packet.FragmentDescriptor.DATAGRAM_LENGTH;
import static io.jconntrack.packet.FragmentDescriptor.DEADLINE;
import static io.jconntrack.packet.FragmentDescriptor.DESTINATION_HIGH;
import static io.jconntrack.packet.FragmentDescriptor.DESTINATION_LOW;
import static io.jconntrack.packet.FragmentDescriptor.ECN_SHIFT;
import static io.jconntrack.packet.FragmentDescriptor.FLAGS;
import static io.jconntrack.packet.FragmentDescriptor.FLAG_FIRST;
import static io.jconntrack.packet.FragmentDescriptor.FLAG_LAST;
import static io.jconntrack.packet.FragmentDescriptor.HEADER;
import static io.jconntrack.packet.FragmentDescriptor.HEADER_CAPACITY;
import static io.jconntrack.packet.FragmentDescriptor.HEADER_LENGTH;
import static io.jconntrack.packet.FragmentDescriptor.ID;
import static io.jconntrack.packet.FragmentDescriptor.MEAT;
import static io.jconntrack.packet.FragmentDescriptor.NEWER;
import static io.jconntrack.packet.FragmentDescriptor.OLDER;
import static io.jconntrack.packet.FragmentDescriptor.RANK;
import static io.jconntrack.packet.FragmentDescriptor.SOURCE_HIGH;
import static io.jconntrack.packet.FragmentDescriptor.SOURCE_LOW;
import static io.jconntrack.packet.FragmentDescriptor.STARTS;
import static io.jconntrack.packet.FragmentDescriptor.TAIL;
import static io.jconntrack.packet.FragmentDescriptor.ZONE_PROTOCOL;

import io.jconntrack.memory.Region;
import io.jconntrack.net.Reason;
import org.agrona.UnsafeApi;

/**
 * Puts the fragments of one IP version together (RFC 791; RFC 8200, section 4.5; RFC 5722), as Linux does in front of
 * its tracker.
 * <p>
 * An overlap gives the datagram up, an exact repetition is passed over, whatever else contradicts what came before is
 * refused, and over IPv4 gives the datagram up too. Work per fragment is bounded by its own length, even for who knows
 * the seed, memory by the bound given, waiting by the time given; those whose time is over are given up when the next
 * fragment comes, each once. Used by the thread that owns the tracker.
 */
public final class Reassembler implements AutoCloseable {
    /** The fragment waits for others. */
    public static final int QUEUED = 0;
    /** The datagram is whole: decode it from {@link #datagram()}. */
    public static final int WHOLE = -1;
    /** The fragment goes on as it is (IPv6; its length is no multiple of eight, or it ends within its headers). */
    public static final int PASS = -2;

    private static final int MAX_DATAGRAM = 65535;
    private static final int MAX_DISTANCE = 64;
    /** Datagrams of one chain. There are more chains than datagrams can wait: by chance none comes near it. */
    static final int MAX_CHAIN = 64;
    private static final int ECN_NOT_CAPABLE = 1;
    private static final int NO_CUT = Integer.MAX_VALUE;

    private final boolean v4;
    private final long timeoutNanos;
    private final long bytes;
    private final long seed0;
    private final long seed1;
    private final long seed2;
    private final long seed3;
    private Region datagram;
    private FragmentPool pool;
    private FragmentRanks ranks;
    private int[] heads;
    private int oldest;
    private int newest;
    private int captured;
    private int length;

    /**
     * A reassembler; takes its memory when the first fragment comes.
     *
     * @param l3 4 or 6.
     * @param timeoutNanos how long a datagram waits for its fragments, from the first that comes.
     * @param bytes of fragments' data that may wait; every piece counts for 1024 at least.
     * @param seed of the hash; nobody may know it.
     */
    public Reassembler(final int l3, final long timeoutNanos, final long bytes, final long seed) {
        v4 = l3 == 4;
        this.timeoutNanos = timeoutNanos;
        this.bytes = bytes;
        seed0 = seed;
        seed1 = mix(seed ^ GOLDEN, seed + GOLDEN);
        seed2 = mix(seed1 ^ GOLDEN, seed0 + GOLDEN);
        seed3 = mix(seed2 ^ GOLDEN, seed1 + GOLDEN);
    }

    private void start() {
        pool = new FragmentPool(bytes);
        ranks = v4 ? new FragmentRanks(pool.queueCount(), seed2, seed3) : null;
        heads = new int[Integer.highestOneBit(pool.queueCount()) * 2];
        datagram = Region.anonymous(HEADER_CAPACITY + MAX_DATAGRAM + 8);
    }

    /**
     * Take a fragment.
     *
     * @param p the fragment.
     * @param zone of it; fragments of different zones never meet.
     * @param nowNanos its time.
     * @return one of the constants of this class, or the ordinal of the {@link Reason} why it is refused.
     */
    public int take(final Packet p, final int zone, final long nowNanos) {
        if (p.endsInHeaders()) {
            return PASS;
        }
        if (p.fragmentOffset() < 0) {
            return Reason.FRAGMENT_LENGTH.ordinal();
        }
        if (pool == null) {
            start();
        }
        expire(nowNanos);
        final int zoneAndProtocol = zone << 8 | (v4 ? p.protocol() : 0);
        final int head =
            head(p.srcHigh(), p.srcLow(), p.dstHigh(), p.dstLow(), p.fragmentId(), zoneAndProtocol);
        int number = find(p, zoneAndProtocol, head);
        if (number < 0) {
            number = bytes == 0 || isCrowded(p, head) ? -1 : pool.takeQueue();
            if (number < 0) {
                return Reason.FRAGMENT_MEMORY.ordinal();
            }
            open(number, p, zoneAndProtocol, head, nowNanos);
        } else if (v4 && tooFar(number, p)) {
            reopen(number, nowNanos);
        }
        final int result = add(pool.queue(number), p);
        if (result == QUEUED) {
            return complete(number);
        }
        if (result == PASS || givesUp(result)) {
            close(number);
        }
        return result;
    }

    /** Whether a refused fragment takes its datagram with it. */
    private boolean givesUp(final int reason) {
        return reason == Reason.FRAGMENT_OVERLAP.ordinal() || reason == Reason.FRAGMENT_HEADER.ordinal()
            || v4 && reason == Reason.FRAGMENT_LENGTH.ordinal();
    }

    private int add(final long q, final Packet p) {
        final int offset = p.fragmentOffset();
        int end = offset + p.fragmentLength();
        if (!v4 && end > MAX_DATAGRAM) {
            return Reason.FRAGMENT_LENGTH.ordinal();
        }
        final int flags = UnsafeApi.getInt(q + FLAGS);
        final int known = UnsafeApi.getInt(q + DATAGRAM_LENGTH);
        if (!p.moreFragments()) {
            if (end < known || (flags & FLAG_LAST) != 0 && end != known) {
                return Reason.FRAGMENT_LENGTH.ordinal();
            }
            UnsafeApi.putInt(q + FLAGS, flags | FLAG_LAST);
            UnsafeApi.putInt(q + DATAGRAM_LENGTH, end);
        } else {
            if ((end & 7) != 0) {
                if (!v4) {
                    return PASS;
                }
                end &= ~7;
            }
            if (end > known) {
                if ((flags & FLAG_LAST) != 0) {
                    return Reason.FRAGMENT_LENGTH.ordinal();
                }
                UnsafeApi.putInt(q + DATAGRAM_LENGTH, end);
            }
        }
        return end == offset ? Reason.FRAGMENT_LENGTH.ordinal() : insert(q, p, offset, end);
    }

    private int insert(final long q, final Packet p, final int offset, final int end) {
        final int from = offset >> 3;
        final int to = end + 7 >> 3;
        final int tail = UnsafeApi.getInt(q + TAIL);
        if (tail != 0 && tail < end) {
            if (offset < tail) {
                return Reason.FRAGMENT_OVERLAP.ordinal();
            }
        } else if (FragmentBits.any(q + COVERED, from, to)) {
            // a repetition lies within one run of fragments that came in order
            return FragmentBits.all(q + COVERED, from, to) && !FragmentBits.any(q + STARTS, from + 1, to)
                ? Reason.FRAGMENT_REPEATED.ordinal() : Reason.FRAGMENT_OVERLAP.ordinal();
        }
        if (!pool.hasRoom(q, Math.min(offset, MAX_DATAGRAM), Math.min(end, MAX_DATAGRAM))) {
            return Reason.FRAGMENT_MEMORY.ordinal();
        }
        if (tail == 0 || offset != tail) {
            FragmentBits.set(q + STARTS, from, from + 1);
        }
        FragmentBits.set(q + COVERED, from, to);
        UnsafeApi.putInt(q + TAIL, Math.max(tail, end));
        UnsafeApi.putInt(q + MEAT, UnsafeApi.getInt(q + MEAT) + end - offset);
        UnsafeApi.putInt(q + FLAGS, UnsafeApi.getInt(q + FLAGS) | 1 << ECN_SHIFT + p.ecn());
        copy(q, p, offset, Math.min(end, MAX_DATAGRAM));
        return offset == 0 ? keepHeader(q, p) : QUEUED;
    }

    private void copy(final long q, final Packet p, final int offset, final int end) {
        final int have = Math.max(offset, Math.min(end, offset + p.fragmentCaptured()));
        for (int at = offset; at < have;) {
            final int part = Math.min(have - at, CHUNK_LENGTH - at % CHUNK_LENGTH);
            UnsafeApi.copyMemory(p.fragmentData() + at - offset, pool.data(q, at), part);
            at += part;
        }
        if (have < end) {
            UnsafeApi.putInt(q + CUT, Math.min(UnsafeApi.getInt(q + CUT), have));
        }
    }

    private int keepHeader(final long q, final Packet p) {
        final int size = p.unfragmentableLength();
        if (size > HEADER_CAPACITY) {
            return Reason.FRAGMENT_HEADER.ordinal();
        }
        UnsafeApi.putInt(q + FLAGS, UnsafeApi.getInt(q + FLAGS) | FLAG_FIRST);
        UnsafeApi.putInt(q + HEADER_LENGTH, size);
        p.copyUnfragmentable(q + HEADER);
        return QUEUED;
    }

    private int complete(final int number) {
        final long q = pool.queue(number);
        final int flags = UnsafeApi.getInt(q + FLAGS);
        final int size = UnsafeApi.getInt(q + DATAGRAM_LENGTH);
        if ((flags & (FLAG_FIRST | FLAG_LAST)) != (FLAG_FIRST | FLAG_LAST) || UnsafeApi.getInt(q + MEAT) != size) {
            return QUEUED;
        }
        final int header = UnsafeApi.getInt(q + HEADER_LENGTH);
        final int ecn = flags >> ECN_SHIFT;
        final int counted = v4 ? header + size : header - 40 + size;
        final Reason refused = (ecn & ECN_NOT_CAPABLE) != 0 && ecn != ECN_NOT_CAPABLE ? Reason.FRAGMENT_ECN
            : counted > MAX_DATAGRAM ? Reason.FRAGMENT_LENGTH : Reason.NONE;
        if (refused == Reason.NONE) {
            assemble(q, header, size);
        }
        close(number);
        return refused == Reason.NONE ? WHOLE : refused.ordinal();
    }

    private void assemble(final long q, final int header, final int size) {
        final long to = datagram.address();
        UnsafeApi.copyMemory(q + HEADER, to, header);
        final int cut = UnsafeApi.getInt(q + CUT);
        final int have = Math.min(size, cut);
        for (int at = 0; at < have;) {
            final int part = Math.min(have - at, CHUNK_LENGTH - at % CHUNK_LENGTH);
            UnsafeApi.copyMemory(pool.data(q, at), to + header + at, part);
            at += part;
        }
        length = header + size;
        captured = header + have;
        if (v4) {
            UnsafeApi.putShort(to + 2, (short)Wire.network((short)length));
            UnsafeApi.putShort(to + 6, (short)0);
        } else {
            UnsafeApi.putShort(to + 4, (short)Wire.network((short)(length - 40)));
        }
    }

    private void expire(final long nowNanos) {
        while (oldest != 0 && UnsafeApi.getLong(pool.queue(oldest - 1) + DEADLINE) - nowNanos <= 0) {
            close(oldest - 1);
        }
    }

    /** Whether a datagram more would make a chain too long; only who knows the seed can bring that about. */
    private boolean isCrowded(final Packet p, final int head) {
        int length = 0;
        for (int number = heads[head]; number != 0; number = UnsafeApi.getInt(pool.queue(number - 1) + CHAIN)) {
            length++;
        }
        return length >= MAX_CHAIN || v4 && !ranks.hasRoom(p.srcLow());
    }

    /** The chain of a key. */
    int head(final long sourceHigh, final long sourceLow, final long destinationHigh,
        final long destinationLow, final int id, final int zoneAndProtocol) {
        final long source = mix(sourceHigh ^ seed0, sourceLow ^ seed1);
        final long addresses = mix(source ^ destinationHigh, destinationLow ^ seed2);
        final long rest = (long)id << 32 | zoneAndProtocol;
        return (int)mix(addresses ^ seed3, rest ^ seed1) & heads.length - 1;
    }

    private int headOf(final long q) {
        return head(UnsafeApi.getLong(q + SOURCE_HIGH), UnsafeApi.getLong(q + SOURCE_LOW),
            UnsafeApi.getLong(q + DESTINATION_HIGH), UnsafeApi.getLong(q + DESTINATION_LOW),
            UnsafeApi.getInt(q + ID), UnsafeApi.getInt(q + ZONE_PROTOCOL));
    }

    private int find(final Packet p, final int zoneAndProtocol, final int head) {
        for (int number = heads[head]; number != 0;) {
            final long q = pool.queue(number - 1);
            if (UnsafeApi.getInt(q + ID) == p.fragmentId() && UnsafeApi.getInt(q + ZONE_PROTOCOL) == zoneAndProtocol
                && UnsafeApi.getLong(q + SOURCE_HIGH) == p.srcHigh() && UnsafeApi.getLong(q + SOURCE_LOW) == p.srcLow()
                && UnsafeApi.getLong(q + DESTINATION_HIGH) == p.dstHigh()
                && UnsafeApi.getLong(q + DESTINATION_LOW) == p.dstLow()) {
                return number - 1;
            }
            number = UnsafeApi.getInt(q + CHAIN);
        }
        return -1;
    }

    private void open(final int number, final Packet p, final int zoneAndProtocol, final int head,
        final long nowNanos) {
        final long q = pool.queue(number);
        UnsafeApi.putLong(q + SOURCE_HIGH, p.srcHigh());
        UnsafeApi.putLong(q + SOURCE_LOW, p.srcLow());
        UnsafeApi.putLong(q + DESTINATION_HIGH, p.dstHigh());
        UnsafeApi.putLong(q + DESTINATION_LOW, p.dstLow());
        UnsafeApi.putInt(q + ID, p.fragmentId());
        UnsafeApi.putInt(q + ZONE_PROTOCOL, zoneAndProtocol);
        UnsafeApi.putInt(q + CUT, NO_CUT);
        UnsafeApi.putInt(q + CHAIN, heads[head]);
        heads[head] = number + 1;
        if (v4) {
            UnsafeApi.putInt(q + RANK, ranks.join(number, p.srcLow()));
        }
        queueUp(number, nowNanos);
    }

    private void queueUp(final int number, final long nowNanos) {
        final long q = pool.queue(number);
        UnsafeApi.putLong(q + DEADLINE, nowNanos + timeoutNanos);
        UnsafeApi.putInt(q + OLDER, newest);
        UnsafeApi.putInt(q + NEWER, 0);
        if (newest != 0) {
            UnsafeApi.putInt(pool.queue(newest - 1) + NEWER, number + 1);
        } else {
            oldest = number + 1;
        }
        newest = number + 1;
    }

    private void leaveQueue(final long q) {
        final int older = UnsafeApi.getInt(q + OLDER);
        final int newer = UnsafeApi.getInt(q + NEWER);
        if (older != 0) {
            UnsafeApi.putInt(pool.queue(older - 1) + NEWER, newer);
        } else {
            oldest = newer;
        }
        if (newer != 0) {
            UnsafeApi.putInt(pool.queue(newer - 1) + OLDER, older);
        } else {
            newest = older;
        }
    }

    /** Whether more than 64 other fragments of the sender came since the last of this datagram (ipfrag_max_dist). */
    private boolean tooFar(final int number, final Packet p) {
        final long q = pool.queue(number);
        final int before = UnsafeApi.getInt(q + RANK);
        final int now = ranks.next(number);
        UnsafeApi.putInt(q + RANK, now);
        return UnsafeApi.getInt(q + TAIL) != 0 && now - before > MAX_DISTANCE;
    }

    private void reopen(final int number, final long nowNanos) {
        final long q = pool.queue(number);
        pool.giveData(q);
        UnsafeApi.putInt(q + DATAGRAM_LENGTH, 0);
        UnsafeApi.putInt(q + MEAT, 0);
        UnsafeApi.putInt(q + FLAGS, 0);
        UnsafeApi.putInt(q + TAIL, 0);
        UnsafeApi.putInt(q + CUT, NO_CUT);
        leaveQueue(q);
        queueUp(number, nowNanos);
    }

    private void close(final int number) {
        final long q = pool.queue(number);
        leaveQueue(q);
        long link = 0;
        final int head = headOf(q);
        for (int n = heads[head]; n != number + 1; n = UnsafeApi.getInt(link)) {
            link = pool.queue(n - 1) + CHAIN;
        }
        if (link == 0) {
            heads[head] = UnsafeApi.getInt(q + CHAIN);
        } else {
            UnsafeApi.putInt(link, UnsafeApi.getInt(q + CHAIN));
        }
        if (v4) {
            ranks.leave(number);
        }
        pool.giveQueue(number);
    }

    /** Datagrams, or senders of them, that an unlucky fragment is compared with. */
    int longestChain() {
        int longest = ranks == null ? 0 : ranks.longestChain();
        for (final int head : heads) {
            int length = 0;
            for (int number = head; number != 0; number = UnsafeApi.getInt(pool.queue(number - 1) + CHAIN)) {
                length++;
            }
            longest = Math.max(longest, length);
        }
        return longest;
    }

    /**
     * Datagrams of which some fragments are kept. Those whose time is over count until the next fragment comes.
     *
     * @return number of them.
     */
    public int waiting() {
        return pool == null ? 0 : pool.usedQueues();
    }

    /**
     * Memory that kept fragments take of what is there for them.
     *
     * @return bytes, in pieces of 1024.
     */
    public long waitingBytes() {
        return pool == null ? 0 : pool.usedBytes();
    }

    /**
     * The datagram that has just become whole.
     *
     * @return address of its IP header; valid until the next fragment is taken.
     */
    public long datagram() {
        return datagram.address();
    }

    /**
     * Bytes of the datagram that were captured, from its start on.
     *
     * @return at most {@link #length()}.
     */
    public int captured() {
        return captured;
    }

    /**
     * Length of the datagram.
     *
     * @return in bytes, IP header included.
     */
    public int length() {
        return length;
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
            datagram.close();
        }
    }
}
