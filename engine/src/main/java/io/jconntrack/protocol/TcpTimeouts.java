/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;

/**
 * TCP's time-outs by number: a state's, or one of the two that shorten it.
 */
final class TcpTimeouts {
    /** A simultaneous open's time-out has no sysctl in Linux. */
    private static final long SYN_SENT2_NANOS = 120_000_000_000L;

    /** What may shorten a state's time-out in the linux profile, as bits for {@link #choose}. */
    static final int REPEATED = 1;
    static final int RESET = 2;
    static final int UNACKNOWLEDGED_DATA = 4;
    static final int CLOSED_WINDOW = 8;

    /** Numbers of the two time-outs that belong to no state. */
    private static final int MAX_RETRANS = TcpState.COUNT;
    private static final int UNACKNOWLEDGED = TcpState.COUNT + 1;
    private static final int ROW = 16;

    final long unacknowledged;
    private final Setting[] settings = {Setting.TCP_TIMEOUT_NONE, Setting.TCP_TIMEOUT_SYN_SENT,
        Setting.TCP_TIMEOUT_SYN_RECV, Setting.TCP_TIMEOUT_ESTABLISHED, Setting.TCP_TIMEOUT_FIN_WAIT,
        Setting.TCP_TIMEOUT_CLOSE_WAIT, Setting.TCP_TIMEOUT_LAST_ACK, Setting.TCP_TIMEOUT_TIME_WAIT,
        Setting.TCP_TIMEOUT_CLOSE, Setting.TCP_TIMEOUT_LISTEN, Setting.TCP_TIMEOUT_MAX_RETRANS,
        Setting.TCP_TIMEOUT_UNACKNOWLEDGED};
    private final long[] nanos = new long[settings.length];
    /** The choice for each combination of bits (rows) and state: a packet must not pay for branches on them. */
    private final byte[] choices = new byte[16 * ROW];

    TcpTimeouts(final Settings values) {
        for (int number = 0; number < settings.length; number++) {
            nanos[number] = values.timeoutNanos(settings[number]);
        }
        if (values.profile() == Profile.LINUX) {
            nanos[TcpState.LISTEN] = SYN_SENT2_NANOS;
        }
        unacknowledged = nanos[UNACKNOWLEDGED];
        for (int bits = 0; bits < 16; bits++) {
            for (int state = 0; state < TcpState.COUNT; state++) {
                choices[bits * ROW + state] = (byte)choice(bits, state);
            }
        }
    }

    private int choice(final int bits, final int state) {
        final boolean aboveMaxRetrans = nanos[state] > nanos[MAX_RETRANS];
        if ((bits & REPEATED) != 0 && aboveMaxRetrans) {
            return MAX_RETRANS;
        }
        if ((bits & RESET) != 0) {
            return TcpState.CLOSE;
        }
        if ((bits & UNACKNOWLEDGED_DATA) != 0 && nanos[state] > unacknowledged) {
            return UNACKNOWLEDGED;
        }
        return (bits & CLOSED_WINDOW) != 0 && aboveMaxRetrans ? MAX_RETRANS : state;
    }

    /** Number of the time-out that applies in a state. */
    int choose(final int bits, final int state) {
        return choices[bits * ROW + state];
    }

    /** The same while no reply was seen: an established connection may be one-sided, and must not live for days. */
    int withoutReply(final int number, final int state) {
        return state == TcpState.ESTABLISHED && nanos[number] > unacknowledged ? UNACKNOWLEDGED : number;
    }

    Setting setting(final int number) {
        return settings[number];
    }

    long nanos(final int number) {
        return nanos[number];
    }
}
