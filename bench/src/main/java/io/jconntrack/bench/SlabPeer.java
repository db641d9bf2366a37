/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.settings.Settings;

/**
 * A peer whose map only says where an entry is: the entries lie in a slab of their own.
 */
abstract class SlabPeer extends PeerTracker {
    /** Where the entries lie. */
    final Slab slab;

    /**
     * An empty tracker.
     *
     * @param settings in force.
     */
    SlabPeer(final Settings settings) {
        super(settings);
        slab = new Slab(capacity());
    }

    @Override
    final long address(final int number) {
        return slab.address(number);
    }

    @Override
    final int number(final long entry) {
        return slab.number(entry);
    }

    @Override
    public final long offHeapBytes() {
        return slab.bytes();
    }

    @Override
    public void close() {
        super.close();
        slab.close();
    }
}
