/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.packet.Packet;
import io.jconntrack.table.EntryDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * What protocols may have written, for entries that come from a file.
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
            && (protocol != Packet.TCP || areScales(UnsafeApi.getByte(entry + TcpDescriptor.SCALE),
            UnsafeApi.getByte(entry + TcpDescriptor.SCALE + 1), UnsafeApi.getByte(entry + TcpDescriptor.LAST_WSCALE)));
    }

    /**
     * What is wrong with the window scales of a TCP entry that a buffer has.
     *
     * @param from the buffer.
     * @param own index of the protocol's own part of the entry.
     * @return null, or the scales: of both sides, and of a SYN that was ignored.
     */
    public static String scaleFault(final DirectBuffer from, final int own) {
        final int first = own - EntryDescriptor.PROTOCOL;
        final int original = from.getByte(first + TcpDescriptor.SCALE);
        final int reply = from.getByte(first + TcpDescriptor.SCALE + 1);
        final int ignored = from.getByte(first + TcpDescriptor.LAST_WSCALE);
        return areScales(original, reply, ignored) ? null : "window scales=" + original + ", " + reply + " and "
            + ignored + " expected 0 to " + TcpSegment.MAX_SCALE;
    }

    private static boolean areScales(final int original, final int reply, final int ignored) {
        return isScale(original) && isScale(reply) && isScale(ignored);
    }

    private static boolean isScale(final int scale) {
        return scale >= 0 && scale <= TcpSegment.MAX_SCALE;
    }
}
