/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

/**
 * The hop-by-hop options that every router reads (RFC 8200, section 4.3), and so refuses packets for, before any
 * tracker sees them. Only the header right behind the IPv6 header counts.
 */
final class HopByHop {
    /** The packet is refused. */
    static final int REFUSED = -1;

    private static final int PAD1 = 0;
    private static final int PADN = 1;
    private static final int ROUTER_ALERT = 5;
    private static final int IOAM = 0x31;
    private static final int JUMBO = 0xC2;
    /** An option that is not known may be skipped when these bits are clear. */
    private static final int UNKNOWN_ACTION = 0xC0;
    /** More padding than aligns anything hides something. */
    private static final int MAX_PADDING = 7;
    /** Linux: net.ipv6.max_hbh_opts_number. */
    private static final int MAX_OPTIONS = 8;

    private HopByHop() {
    }

    /**
     * Read the options.
     *
     * @param ip address of the IPv6 header.
     * @param end of what may be read.
     * @param total length of the packet by its header or, where that says 0, by its frame.
     * @return the length of the packet, which a jumbo option changes; or {@link #REFUSED}.
     */
    static int read(final long ip, final long end, final int total) {
        final long start = ip + 40;
        if (start + 8 > end) {
            return REFUSED;
        }
        final long stop = start + (Wire.u8(start + 1) + 1) * 8;
        if (stop > end) {
            return REFUSED;
        }
        int length = total;
        int padding = 0;
        int options = 0;
        long at = start + 2;
        while (at < stop) {
            final int type = Wire.u8(at);
            if (type != PAD1 && at + 2 > stop) {
                return REFUSED;
            }
            final int size = type == PAD1 ? 1 : Wire.u8(at + 1) + 2;
            if (at + size > stop) {
                return REFUSED;
            }
            if (type == PAD1 || type == PADN) {
                padding += size;
                if (padding > MAX_PADDING || type == PADN && !isZero(at + 2, size - 2)) {
                    return REFUSED;
                }
            } else {
                padding = 0;
                options++;
                if (options > MAX_OPTIONS) {
                    return REFUSED;
                }
                length = option(ip, at, type, size, length);
                if (length == REFUSED) {
                    return REFUSED;
                }
            }
            at += size;
        }
        return length;
    }

    private static int option(final long ip, final long at, final int type, final int size, final int length) {
        final boolean good = switch (type) {
            case ROUTER_ALERT -> size == 4;
            case IOAM -> (at - ip & 3) == 0;
            case JUMBO -> size == 6 && (at - ip & 3) == 2 && Wire.u16(ip + 4) == 0;
            default -> (type & UNKNOWN_ACTION) == 0;
        };
        if (!good || type != JUMBO) {
            return good ? length : REFUSED;
        }
        // RFC 2675, section 3: it must be needed, and the frame must hold it
        final int payload = Wire.i32(at + 2);
        return payload > 0xFFFF && payload <= length - 40 ? payload + 40 : REFUSED;
    }

    private static boolean isZero(final long from, final int length) {
        for (int i = 0; i < length; i++) {
            if (Wire.u8(from + i) != 0) {
                return false;
            }
        }
        return true;
    }
}
