/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.packet.Packet;

/**
 * Which states protocols have, for entries that come from a file.
 */
public final class ProtocolStates {
    private ProtocolStates() {
    }

    /**
     * Whether a protocol has a state.
     *
     * @param protocol IP protocol number, 0 to 255.
     * @param state as it stands in an entry, -128 to 127.
     * @return true when it has.
     */
    public static boolean isState(final int protocol, final int state) {
        return state >= 0 && state < switch (protocol) {
            case Packet.TCP -> TcpState.COUNT;
            case Packet.SCTP -> SctpState.COUNT;
            default -> 1;
        };
    }
}
