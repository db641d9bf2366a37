/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;

/**
 * TCP's time-outs by state.
 */
final class TcpTimeouts {
    /** A simultaneous open's time-out has no sysctl in Linux. */
    private static final long SYN_SENT2_NANOS = 120_000_000_000L;

    final long maxRetrans;
    final long unacknowledged;
    private final Setting[] settings = {Setting.TCP_TIMEOUT_NONE, Setting.TCP_TIMEOUT_SYN_SENT,
        Setting.TCP_TIMEOUT_SYN_RECV, Setting.TCP_TIMEOUT_ESTABLISHED, Setting.TCP_TIMEOUT_FIN_WAIT,
        Setting.TCP_TIMEOUT_CLOSE_WAIT, Setting.TCP_TIMEOUT_LAST_ACK, Setting.TCP_TIMEOUT_TIME_WAIT,
        Setting.TCP_TIMEOUT_CLOSE, Setting.TCP_TIMEOUT_LISTEN};
    private final long[] nanos = new long[TcpState.COUNT];

    TcpTimeouts(final Settings values) {
        for (int state = 0; state < TcpState.COUNT; state++) {
            nanos[state] = values.timeoutNanos(settings[state]);
        }
        if (values.profile() == Profile.LINUX) {
            nanos[TcpState.LISTEN] = SYN_SENT2_NANOS;
        }
        maxRetrans = values.timeoutNanos(Setting.TCP_TIMEOUT_MAX_RETRANS);
        unacknowledged = values.timeoutNanos(Setting.TCP_TIMEOUT_UNACKNOWLEDGED);
    }

    Setting setting(final int state) {
        return settings[state];
    }

    long nanos(final int state) {
        return nanos[state];
    }
}
