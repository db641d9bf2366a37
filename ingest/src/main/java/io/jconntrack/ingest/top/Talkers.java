/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums by talker in bounded memory. Up to a number of distinct talkers everything is exact. Beyond it, those with the
 * least of what is sorted by are forgotten each time that the room is used up; {@link #error()} is by how much any
 * talker may have more than is shown. Used by one thread.
 */
final class Talkers {
    /** Talkers that are told apart: with all their sums some 30 MB. */
    static final int LIMIT = 1 << 18;
    private static final int LEAST = 1 << 10;
    private static final int SAMPLE = 1023;

    private final Group group;
    private final SortKey sort;
    private final long seed;
    private final int limit;
    private int size;
    private long error;
    private boolean isExact = true;
    /** Open addressing, at most half full; a place without connections is free. */
    private long[] highs;
    private long[] lows;
    private long[] connections;
    private long[] packets;
    private long[] bytes;
    private long[] packetsSince;
    private long[] bytesSince;

    /**
     * No talkers yet.
     *
     * @param seed of the hash: whoever chooses addresses is not to choose the places.
     */
    Talkers(final Group group, final SortKey sort, final int limit, final long seed) {
        this.group = group;
        this.sort = sort;
        this.limit = limit;
        this.seed = seed;
        allocate(LEAST);
    }

    private void allocate(final int length) {
        highs = new long[length];
        lows = new long[length];
        connections = new long[length];
        packets = new long[length];
        bytes = new long[length];
        packetsSince = new long[length];
        bytesSince = new long[length];
    }

    /** A connection of a talker. */
    void add(final long high, final long low, final long packetCount, final long byteCount,
        final long newPackets, final long newBytes) {
        int at = find(high, low);
        if (connections[at] == 0) {
            if (size == limit || size * 2 >= highs.length) {
                makeRoom();
                at = find(high, low);
            }
            highs[at] = high;
            lows[at] = low;
            size++;
        }
        connections[at]++;
        packets[at] += packetCount;
        bytes[at] += byteCount;
        packetsSince[at] += newPackets;
        bytesSince[at] += newBytes;
    }

    private int find(final long high, final long low) {
        final int mask = highs.length - 1;
        int at = (int)mix(mix(high ^ seed) ^ low) & mask;
        while (connections[at] != 0 && (highs[at] != high || lows[at] != low)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private static long mix(final long value) {
        long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 29) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 32;
    }

    private void makeRoom() {
        long least = -1;
        if (size == limit) {
            least = median();
            error += least;
            isExact = false;
        }
        final long[] oldHighs = highs;
        final long[] oldLows = lows;
        final long[] oldConnections = connections;
        final long[] oldPackets = packets;
        final long[] oldBytes = bytes;
        final long[] oldPacketsSince = packetsSince;
        final long[] oldBytesSince = bytesSince;
        allocate(size == limit ? highs.length : 2 * highs.length);
        size = 0;
        for (int i = 0; i < oldHighs.length; i++) {
            if (oldConnections[i] != 0 && sort.of(oldConnections[i], oldPackets[i], oldBytes[i], oldPacketsSince[i],
                oldBytesSince[i]) > least) {
                final int at = find(oldHighs[i], oldLows[i]);
                highs[at] = oldHighs[i];
                lows[at] = oldLows[i];
                connections[at] = oldConnections[i];
                packets[at] = oldPackets[i];
                bytes[at] = oldBytes[i];
                packetsSince[at] = oldPacketsSince[i];
                bytesSince[at] = oldBytesSince[i];
                size++;
            }
        }
    }

    /** About the median: that of a sample of places, which the hash has made a random one. */
    private long median() {
        final long[] sample = new long[Math.min(SAMPLE, size)];
        int found = 0;
        for (int at = 0; found < sample.length; at++) {
            if (connections[at] != 0) {
                sample[found++] = value(at);
            }
        }
        Arrays.sort(sample);
        return sample[sample.length / 2];
    }

    private long value(final int at) {
        return sort.of(connections[at], packets[at], bytes[at], packetsSince[at], bytesSince[at]);
    }

    /** Talkers in memory. */
    int size() {
        return size;
    }

    /** Whether nobody was forgotten. */
    boolean isExact() {
        return isExact;
    }

    /** How much more than is shown a talker may have of what is sorted by. */
    long error() {
        return error;
    }

    /** Talkers with the most, or the least. */
    List<Talker> best(final int count, final boolean isReversed) {
        final TopRows<Place> best = new TopRows<>(count, Place::new);
        for (int at = 0; at < highs.length; at++) {
            if (connections[at] != 0) {
                final Place place = best.offer(isReversed ? -value(at) : value(at), highs[at] * 31 + lows[at]);
                if (place != null) {
                    place.at = at;
                }
            }
        }
        final List<Talker> talkers = new ArrayList<>();
        for (final Place place : best.sorted()) {
            final int at = place.at;
            talkers.add(new Talker(group.text(highs[at], lows[at]), connections[at], packets[at], bytes[at],
                packetsSince[at], bytesSince[at]));
        }
        return talkers;
    }

    private static final class Place extends TopRows.Row {
        private int at;
    }
}
