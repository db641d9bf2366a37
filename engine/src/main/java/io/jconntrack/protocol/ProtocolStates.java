/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.packet.Packet;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.UnsafeApi;

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

    /**
     * Whether a tracker may have written a protocol's state and what it keeps beside it: of TCP the window scales, by
     * which numbers are shifted (RFC 7323, section 2.3).
     *
     * @param protocol IP protocol number, 0 to 255.
     * @param entry its address.
     * @return false when none writes such an entry.
     */
    public static boolean isPlausible(final int protocol, final long entry) {
        return isState(protocol, UnsafeApi.getByte(entry + EntryDescriptor.STATE))
            && (protocol != Packet.TCP || isScale(TcpTracker.windowScale(entry, 0))
            && isScale(TcpTracker.windowScale(entry, 1)));
    }

    /**
     * Whether a number is a window scale.
     *
     * @param scale a number.
     * @return true from 0 to 14.
     */
    public static boolean isScale(final int scale) {
        return scale >= 0 && scale <= TcpSegment.MAX_SCALE;
    }
}
