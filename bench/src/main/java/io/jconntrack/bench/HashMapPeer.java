/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.settings.Settings;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Over {@link ConcurrentHashMap}: a key object for each connection, which also knows where the entry is. A lookup
 * allocates nothing, since one mutable key asks for all; a new connection allocates its key and the map's node.
 */
final class HashMapPeer extends SlabPeer {
    private final ConcurrentHashMap<PeerKey, PeerKey> map;

    /**
     * An empty tracker.
     *
     * @param settings in force.
     */
    HashMapPeer(final Settings settings) {
        super(settings);
        map = new ConcurrentHashMap<>(capacity());
    }

    @Override
    public String name() {
        return "ConcurrentHashMap";
    }

    @Override
    long find(final PeerKey wanted) {
        final PeerKey found = map.get(wanted);
        return found == null ? 0 : found.entry;
    }

    @Override
    long insert(final PeerKey fresh) {
        final long entry = slab.take();
        final PeerKey held = new PeerKey(fresh, entry);
        map.put(held, held);
        return entry;
    }

    @Override
    void remove(final PeerKey gone, final long entry) {
        map.remove(gone);
        slab.release(entry);
    }
}
