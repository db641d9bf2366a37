/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.filter;

import java.net.InetAddress;

/**
 * Addresses that have some bits in common: one address, a network, or whatever a mask leaves. Immutable.
 */
public final class Prefix {
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    private static final long V4_MASK = 0xFFFF_FFFFL;

    private final int l3;
    private final long high;
    private final long low;
    private final long maskHigh;
    private final long maskLow;

    private Prefix(final int l3, final long high, final long low, final long maskHigh, final long maskLow) {
        this.l3 = l3;
        this.high = high & maskHigh;
        this.low = low & maskLow;
        this.maskHigh = maskHigh;
        this.maskLow = maskLow;
    }

    /**
     * Read a prefix.
     *
     * @param text an address of either family, alone or with {@code /LENGTH} or {@code /MASK} behind it; bits of the
     *     address that the mask leaves out are ignored.
     * @return the prefix.
     * @throws IllegalArgumentException with a message that says what is wrong with the text.
     */
    public static Prefix parse(final String text) {
        final int slash = text.indexOf('/');
        final Prefix address = address(slash < 0 ? text : text.substring(0, slash));
        return slash < 0 ? address : address.masked(text.substring(slash + 1));
    }

    /**
     * The same address under another mask.
     *
     * @param mask a length ({@code 24}, {@code 64}) or an address of the same family ({@code 255.255.0.0}).
     * @return the addresses that agree with this one in the mask's bits.
     * @throws IllegalArgumentException with a message that says what is wrong with the mask.
     */
    public Prefix masked(final String mask) {
        if (mask.indexOf('.') < 0 && mask.indexOf(':') < 0) {
            final int bits = length(mask);
            return l3 == 4 ? new Prefix(4, 0, low, 0, V4_MASK << V4_BITS - bits & V4_MASK)
                : new Prefix(6, high, low, upper(Math.min(bits, 64)), upper(Math.max(bits - 64, 0)));
        }
        final Prefix other = address(mask);
        if (other.l3 != l3) {
            throw new IllegalArgumentException("'" + mask + "' is a mask of the other address family");
        }
        return new Prefix(l3, high, low, other.high, other.low);
    }

    private int length(final String text) {
        final int most = l3 == 4 ? V4_BITS : V6_BITS;
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= most) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("'" + text + "' is no prefix length for IPv" + l3 + " (0 to " + most + ")");
    }

    private static long upper(final int bits) {
        return bits == 0 ? 0 : -1L << 64 - bits;
    }

    private static Prefix address(final String text) {
        final boolean isV6 = text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
        if (isV6 || text.matches("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+")) {
            try {
                // only ever numbers: names would be asked for in the network
                return of(InetAddress.ofLiteral(text).getAddress(), isV6);
            } catch (final IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + text + "' is no IP address", e);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no IP address");
    }

    private static Prefix of(final byte[] bytes, final boolean isV6) {
        if (bytes.length == 4) {
            final long v4 = number(bytes, 0, 4);
            // Java makes an IPv4 address of ::ffff:10.0.0.1
            return isV6 ? new Prefix(6, 0, 0xFFFFL << 32 | v4, -1, -1) : new Prefix(4, 0, v4, 0, V4_MASK);
        }
        return new Prefix(6, number(bytes, 0, 8), number(bytes, 8, 8), -1, -1);
    }

    private static long number(final byte[] bytes, final int from, final int length) {
        long number = 0;
        for (int i = from; i < from + length; i++) {
            number = number << 8 | bytes[i] & 0xFF;
        }
        return number;
    }

    /**
     * Whether an address is one of these.
     *
     * @param family IP version, 4 or 6.
     * @param addressHigh first eight bytes of the address, big-endian; 0 for IPv4.
     * @param addressLow last eight bytes, or the IPv4 address.
     * @return true when it agrees with the prefix.
     */
    public boolean contains(final int family, final long addressHigh, final long addressLow) {
        return family == l3 && ((addressHigh & maskHigh ^ high) | (addressLow & maskLow ^ low)) == 0;
    }

    /**
     * Whether it is one address and no more.
     *
     * @return true when every bit counts.
     */
    public boolean isAddress() {
        return l3 == 4 ? maskLow == V4_MASK : (maskHigh & maskLow) == -1;
    }

    /**
     * IP version.
     *
     * @return 4 or 6.
     */
    public int l3() {
        return l3;
    }

    /**
     * First eight bytes of the address.
     *
     * @return big-endian, 0 for IPv4; bits outside the mask are 0.
     */
    public long high() {
        return high;
    }

    /**
     * Last eight bytes of the address.
     *
     * @return big-endian, or the IPv4 address; bits outside the mask are 0.
     */
    public long low() {
        return low;
    }
}
