/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.event.EventType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which events are printed: the types by our names and by conntrack(8)'s.
 */
enum EventMask {
    START(EnumSet.of(EventType.START)),
    NEW(EnumSet.of(EventType.NEW)),
    UPDATE(EnumSet.of(EventType.UPDATE)),
    UPDATES(EnumSet.of(EventType.UPDATE)),
    DESTROY(EnumSet.of(EventType.DESTROY)),
    ALL(EnumSet.allOf(EventType.class));

    private final Set<EventType> types;

    EventMask(final Set<EventType> types) {
        this.types = types;
    }

    /** All types that one of these means; all there are for none. */
    static Set<EventType> types(final List<EventMask> masks) {
        final Set<EventType> types = EnumSet.noneOf(EventType.class);
        (masks.isEmpty() ? List.of(ALL) : masks).forEach(mask -> types.addAll(mask.types));
        return types;
    }
}
