/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.packet.Packet;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * An address and what stands in the port's place: {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}, {@code 2001:db8::1}.
 */
final class Endpoint {
    private static final Pattern V4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final long MAPPED_V4 = 0xFFFF_0000_0000L;

    private Endpoint() {
    }

    /** First and last eight bytes of the address, and 4 or 6. */
    static long[] address(final String word) {
        final int colon = colon(word);
        final String alone = colon < 0 ? word : word.substring(0, colon);
        return alone.startsWith("[") && alone.endsWith("]")
            ? plain(word, alone.substring(1, alone.length() - 1), true) : plain(word, alone, false);
    }

    /** The same of a word that has no port. */
    static long[] plain(final String word, final String text, final boolean onlyV6) {
        if (!onlyV6 && V4.matcher(text).matches()) {
            long address = 0;
            for (final String part : text.split("\\.")) {
                address = address << 8 | TupleText.number(word, part, 255);
            }
            return new long[]{0, address, 4};
        }
        if (V6.matcher(text).matches()) {
            try {
                final InetAddress parsed = InetAddress.ofLiteral(text);
                final ByteBuffer bytes = ByteBuffer.wrap(parsed.getAddress());
                return parsed instanceof Inet4Address
                    ? new long[]{0, MAPPED_V4 | bytes.getInt() & 0xFFFF_FFFFL, 6}
                    : new long[]{bytes.getLong(), bytes.getLong(), 6};
            } catch (final IllegalArgumentException e) {
                // told below
            }
        }
        throw new IllegalArgumentException(word + ": " + (text.isEmpty() ? "nothing" : text) + " is not an "
            + (onlyV6 ? "IPv6" : "IP") + " address");
    }

    /** The port, or 0 where the protocol has none; refused where it is missing or too much. */
    static int port(final String word, final int protocol) {
        final int colon = colon(word);
        final boolean needed = Protocols.hasPorts(protocol);
        if (colon < 0) {
            if (needed) {
                throw new IllegalArgumentException(word + ": a port is missing, such as "
                    + (word.indexOf(':') < 0 ? word + ":80" : "[" + word.replaceAll("[\\[\\]]", "") + "]:80"));
            }
            return 0;
        }
        if (!needed && protocol != Packet.GRE) {
            throw new IllegalArgumentException(word + ": " + Protocols.name(protocol) + " has no ports");
        }
        return TupleText.number(word, word.substring(colon + 1), 0xFFFF);
    }

    /** Where the colon before the port is, or -1. */
    private static int colon(final String word) {
        if (word.startsWith("[")) {
            final int end = word.indexOf(']');
            return end >= 0 && end + 1 < word.length() && word.charAt(end + 1) == ':' ? end + 1 : -1;
        }
        final int colon = word.indexOf(':');
        return colon >= 0 && word.indexOf(':', colon + 1) < 0 ? colon : -1;
    }

    /** A port of -1 is left out. */
    static void append(final StringBuilder out, final int l3, final long high, final long low, final int port) {
        if (l3 == 4) {
            out.append(AddressText.of(4, 0, low));
        } else if (port < 0) {
            out.append(AddressText.of(6, high, low));
        } else {
            out.append('[').append(AddressText.of(6, high, low));
            out.append(']');
        }
        if (port >= 0) {
            out.append(':').append(port);
        }
    }
}
