/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

/**
 * An IP address as text.
 */
public final class AddressText {
    private AddressText() {
    }

    /**
     * An address as inet_ntop(3) spells it.
     *
     * @param l3 IP version, 4 or 6.
     * @param high first eight bytes, big-endian; 0 for IPv4.
     * @param low last eight bytes, or the IPv4 address.
     * @return its text.
     */
    public static String of(final int l3, final long high, final long low) {
        final Ascii out = new Ascii(48);
        if (l3 == 4) {
            Addresses.appendV4(out, low);
        } else {
            Addresses.appendV6Short(out, high, low);
        }
        return out.toString();
    }
}
