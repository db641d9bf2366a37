/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.settings.Settings;
import org.agrona.collections.Hashing;
import org.agrona.collections.Long2LongHashMap;

/**
 * Over Agrona's {@link Long2LongHashMap}: from the tuple's 64-bit hash to where the entry is, without an object. The
 * entry's own tuple decides; a tuple whose hash is taken by another one moves on to the next number.
 */
final class AgronaPeer extends SlabPeer {
    private final long hashMask;
    private final Long2LongHashMap map;

    /**
     * An empty tracker.
     *
     * @param settings in force.
     */
    AgronaPeer(final Settings settings) {
        this(settings, -1);
    }

    /**
     * An empty tracker whose hashes may be made to collide.
     *
     * @param settings in force.
     * @param hashMask bits of the hash to use.
     */
    AgronaPeer(final Settings settings, final long hashMask) {
        super(settings);
        this.hashMask = hashMask;
        map = new Long2LongHashMap((int)Math.min(1 << 30, (long)(capacity() / Hashing.DEFAULT_LOAD_FACTOR) + 8),
            Hashing.DEFAULT_LOAD_FACTOR, 0);
    }

    @Override
    public String name() {
        return "Agrona Long2LongHashMap";
    }

    @Override
    long find(final PeerKey wanted) {
        long hash = wanted.hash & hashMask;
        while (true) {
            final long entry = map.get(hash);
            if (entry == 0 || wanted.isAt(EngineParts.keyAddress(entry))) {
                return entry;
            }
            hash++;
        }
    }

    @Override
    long insert(final PeerKey fresh) {
        final long entry = slab.take();
        long hash = fresh.hash & hashMask;
        while (map.containsKey(hash)) {
            hash++;
        }
        map.put(hash, entry);
        return entry;
    }

    @Override
    void remove(final PeerKey gone, final long entry) {
        long hash = gone.hash & hashMask;
        while (map.get(hash) != entry) {
            hash++;
        }
        map.remove(hash);
        slab.release(entry);
        closeGap(hash);
    }

    /** Let those that had moved on because of a removed one move back, so that they stay reachable. */
    private void closeGap(final long removed) {
        long hash = removed + 1;
        long entry = map.remove(hash);
        if (entry == 0) {
            return;
        }
        final PeerKey moved = new PeerKey();
        while (entry != 0) {
            moved.read(EngineParts.keyAddress(entry));
            long place = moved.hash & hashMask;
            while (map.containsKey(place)) {
                place++;
            }
            map.put(place, entry);
            hash++;
            entry = map.remove(hash);
        }
    }
}
