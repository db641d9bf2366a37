/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * An IP address.
 *
 * @param l3 IP version, 4 or 6.
 * @param high first eight bytes, big-endian; 0 for IPv4.
 * @param low last eight bytes, or the IPv4 address.
 */
public record Address(int l3, long high, long low) {
    private static final Pattern V4 = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final long V4_MASK = 0xFFFF_FFFFL;
    private static final long MAPPED_V4 = 0xFFFFL << 32;

    /**
     * Read an address. Names are none: nobody is asked in the network.
     *
     * @param text of four decimal numbers for IPv4; what RFC 4291 allows for IPv6, without a zone.
     * @return the address.
     * @throws IllegalArgumentException with a message that names the text.
     */
    public static Address parse(final String text) {
        final boolean isV6 = V6.matcher(text).matches();
        if (!isV6 && !V4.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no IP address");
        }
        final InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
        } catch (final IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no IP address", e);
        }
        final Address plain = of(address);
        // Java makes an IPv4 address of ::ffff:10.0.0.1
        return isV6 && plain.l3 == 4 ? new Address(6, 0, MAPPED_V4 | plain.low) : plain;
    }

    /**
     * An address of Java's.
     *
     * @param address of IPv4 or IPv6; an IPv6 scope is left out.
     * @return the address.
     */
    public static Address of(final InetAddress address) {
        final ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address ? new Address(4, 0, bytes.getInt() & V4_MASK)
            : new Address(6, bytes.getLong(), bytes.getLong());
    }
}
