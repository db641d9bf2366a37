/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.settings.Settings;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What we measure ourselves against in one run.
 */
enum Peers {
    /** {@link java.util.concurrent.ConcurrentHashMap}. */
    HASHMAP(anyway(HashMapPeer::new), "the same tracker over java.util.concurrent.ConcurrentHashMap"),
    /** Chronicle Map. */
    CHRONICLE(anyway(ChroniclePeer::new), "over Chronicle Map, off-heap, values worked on in place"),
    /** Agrona's Long2LongHashMap. */
    AGRONA(anyway(AgronaPeer::new), "over Agrona's Long2LongHashMap, 64-bit hash to entry"),
    /** jconntrack itself, as it is on machines for which there is no prefetch instruction. */
    LOADS(EngineTracker::withLoads, "jconntrack itself with early loads instead of prefetch instructions");

    private final BiFunction<Settings, Boolean, Tracker> maker;
    private final String meaning;

    Peers(final BiFunction<Settings, Boolean, Tracker> maker, final String meaning) {
        this.maker = maker;
        this.meaning = meaning;
    }

    /** Peers without batches. */
    private static BiFunction<Settings, Boolean, Tracker> anyway(final Function<Settings, Tracker> maker) {
        return (settings, oneByOne) -> maker.apply(settings);
    }

    /**
     * An empty tracker.
     *
     * @param settings in force.
     * @param oneByOne whether packets are to go without a batch, if it has one.
     * @return the tracker.
     */
    Tracker tracker(final Settings settings, final boolean oneByOne) {
        return maker.apply(settings, oneByOne);
    }

    /**
     * What it is.
     *
     * @return a phrase.
     */
    String meaning() {
        return meaning;
    }
}
