/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.net;

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
        final Address address = Address.parse(slash < 0 ? text : text.substring(0, slash));
        final Prefix alone = new Prefix(address.l3(), address.high(), address.low(), -1,
            address.l3() == 4 ? V4_MASK : -1);
        return slash < 0 ? alone : alone.masked(text.substring(slash + 1));
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
        final Address other = Address.parse(mask);
        if (other.l3() != l3) {
            throw new IllegalArgumentException("'" + mask + "' is a mask of the other address family");
        }
        return new Prefix(l3, high, low, other.high(), other.low());
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
     * Bits of the first eight bytes that count.
     *
     * @return a mask, 0 for IPv4.
     */
    public long maskHigh() {
        return maskHigh;
    }

    /**
     * Bits of the last eight bytes, or of the IPv4 address, that count.
     *
     * @return a mask.
     */
    public long maskLow() {
        return maskLow;
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
