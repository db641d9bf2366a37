/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.filter;

import io.jconntrack.protocol.SctpState;
import io.jconntrack.protocol.TcpState;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Names of the states that connections may have.
 */
public final class StateNames {
    private static final Set<String> ALL = collect();

    private StateNames() {
    }

    /**
     * All of them.
     *
     * @return TCP's of both profiles, then SCTP's; not to be changed.
     */
    public static Set<String> all() {
        return ALL;
    }

    private static Set<String> collect() {
        final Set<String> names = new LinkedHashSet<>();
        for (int state = 0; state < TcpState.COUNT; state++) {
            names.add(TcpState.name(state, false));
            names.add(TcpState.name(state, true));
        }
        for (int state = 0; state < SctpState.COUNT; state++) {
            names.add(SctpState.name(state));
        }
        return java.util.Collections.unmodifiableSet(names);
    }
}
