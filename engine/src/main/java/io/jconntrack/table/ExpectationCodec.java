/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.ExpectationDescriptor.DEADLINE;
import static io.jconntrack.table.ExpectationDescriptor.DESTINATION;
import static io.jconntrack.table.ExpectationDescriptor.FLAGS;
import static io.jconntrack.table.ExpectationDescriptor.HELPER;
import static io.jconntrack.table.ExpectationDescriptor.MASTER;
import static io.jconntrack.table.ExpectationDescriptor.META;
import static io.jconntrack.table.ExpectationDescriptor.SOURCE;

import io.jconntrack.entry.Expectation;
import org.agrona.UnsafeApi;

/**
 * Writes an expectation to its place, and reads it from there.
 */
final class ExpectationCodec {
    /** The expectation stays when its connection comes. */
    static final int PERMANENT = 1;
    /** No connection is found by it yet. */
    static final int INACTIVE = 1 << 1;
    static final int ANY_SOURCE = 1 << 2;
    static final int ANY_SOURCE_PORT = 1 << 3;

    private static final int MAX_PORT = 0xFFFF;

    private ExpectationCodec() {
    }

    static int flags(final Expectation x) {
        return (x.isPermanent() ? PERMANENT : 0) | (x.isInactive() ? INACTIVE : 0)
            | (x.isFromAnywhere() ? ANY_SOURCE : 0) | (x.sourcePort() == Expectation.ANY_PORT ? ANY_SOURCE_PORT : 0);
    }

    static long meta(final Expectation x) {
        final int sourcePort = x.sourcePort() == Expectation.ANY_PORT ? 0 : x.sourcePort();
        return (long)x.zone() << 48 | (long)x.l3() << 40 | (long)x.protocol() << 32 | (long)sourcePort << 16
            | x.destinationPort();
    }

    static void write(final long e, final Expectation x, final long master, final long nowNanos) {
        UnsafeApi.putLong(e + META, meta(x));
        UnsafeApi.putLong(e + SOURCE, x.sourceHigh());
        UnsafeApi.putLong(e + SOURCE + 8, x.sourceLow());
        UnsafeApi.putLong(e + DESTINATION, x.destinationHigh());
        UnsafeApi.putLong(e + DESTINATION + 8, x.destinationLow());
        UnsafeApi.putLong(e + DEADLINE, nowNanos + x.timeoutNanos());
        UnsafeApi.putLong(e + MASTER, master);
        UnsafeApi.putInt(e + FLAGS, flags(x));
        UnsafeApi.putInt(e + HELPER, x.helper());
    }

    static void read(final long e, final long word, final Expectation into) {
        final long meta = UnsafeApi.getLong(e + META);
        final int flags = UnsafeApi.getInt(e + FLAGS);
        final int port = (flags & ANY_SOURCE_PORT) != 0 ? Expectation.ANY_PORT : (int)(meta >>> 16) & MAX_PORT;
        into.reset((int)(meta >>> 40) & 0xFF, (int)(meta >>> 32) & 0xFF, (int)(meta >>> 48));
        if ((flags & ANY_SOURCE) != 0) {
            into.fromPort(port);
        } else {
            into.from(UnsafeApi.getLong(e + SOURCE), UnsafeApi.getLong(e + SOURCE + 8), port);
        }
        into.to(UnsafeApi.getLong(e + DESTINATION), UnsafeApi.getLong(e + DESTINATION + 8), (int)meta & MAX_PORT)
            .permanent((flags & PERMANENT) != 0).inactive((flags & INACTIVE) != 0)
            .helper(UnsafeApi.getInt(e + HELPER))
            .kept(word, UnsafeApi.getLong(e + MASTER) - 1, UnsafeApi.getLong(e + DEADLINE));
    }
}
