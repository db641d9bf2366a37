/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers for the names of states, in the order in which they are met.
 */
final class StateNumbers {
    private final List<String> names = new ArrayList<>(List.of(""));

    /** Number of a name; 0 for null, which means that the protocol has no states. */
    int of(final String name) {
        if (name == null) {
            return 0;
        }
        final int known = names.indexOf(name);
        if (known >= 0) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
    }

    /** Names by number; the first is empty. */
    List<String> names() {
        return names;
    }
}
