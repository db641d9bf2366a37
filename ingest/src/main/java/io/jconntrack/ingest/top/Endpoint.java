/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.Connection;
import io.jconntrack.net.Protocols;
import io.jconntrack.text.Addresses;
import io.jconntrack.text.Ascii;

/**
 * Addresses, ports and protocols as words of two longs, and as text. An IPv4 address is ::ffff:a.b.c.d.
 */
final class Endpoint {
    private static final long MAPPED = 0xFFFFL << 32;

    private Endpoint() {
    }

    /** Second half of the address that is the source of a direction; the first is {@code sourceHigh}. */
    static long low(final Connection connection, final int direction) {
        return connection.l3() == 4 ? MAPPED | connection.sourceLow(direction) : connection.sourceLow(direction);
    }

    private static boolean isV4(final long high, final long low) {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    static String address(final long high, final long low) {
        final Ascii out = new Ascii(40);
        append(out, high, low);
        return out.toString();
    }

    private static void append(final Ascii out, final long high, final long low) {
        if (isV4(high, low)) {
            Addresses.appendV4(out, low & 0xFFFF_FFFFL);
        } else {
            Addresses.appendV6Short(out, high, low);
        }
    }

    /** An address and a port, which is -1 where there is none. */
    static String text(final long high, final long low, final int port) {
        if (port < 0) {
            return address(high, low);
        }
        final Ascii out = new Ascii(48);
        final boolean isV4 = isV4(high, low);
        out.append(isV4 ? "" : "[");
        append(out, high, low);
        return out.append(isV4 ? ":" : "]:").append(port).toString();
    }

    /** Name of a protocol, or its number. */
    static String protocol(final int number) {
        final String name = Protocols.name(number);
        return name == null ? "proto-" + number : name;
    }
}
