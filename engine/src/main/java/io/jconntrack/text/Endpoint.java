/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.net.Address;
import io.jconntrack.net.Protocols;
import io.jconntrack.packet.Packet;

/**
 * An address and what stands in the port's place: {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}, {@code 2001:db8::1}.
 */
final class Endpoint {
    private Endpoint() {
    }

    /** The address of a word that may have a port. */
    static Address address(final String word) {
        final int colon = colon(word);
        final String alone = colon < 0 ? word : word.substring(0, colon);
        final boolean isBracketed = alone.startsWith("[") && alone.endsWith("]");
        final String text = isBracketed ? alone.substring(1, alone.length() - 1) : alone;
        final Address address = address(word, text);
        if (isBracketed && address.l3() != 6) {
            throw new IllegalArgumentException(word + ": '" + text + "' is no IPv6 address");
        }
        return address;
    }

    /** The address that a part of a word is. */
    static Address address(final String word, final String text) {
        try {
            return Address.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException(word + ": " + e.getMessage(), e);
        }
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
            throw new IllegalArgumentException(word + ": " + Protocols.nameOrNumber(protocol) + " has no ports");
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
