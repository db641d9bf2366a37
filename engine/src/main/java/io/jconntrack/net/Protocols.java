/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.net;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * IP protocols by name.
 */
public final class Protocols {
    /** Number of ICMP, that of IPv4. */
    public static final int ICMP = 1;
    /** Number of TCP. */
    public static final int TCP = 6;
    /** Number of UDP. */
    public static final int UDP = 17;
    /** Number of GRE. */
    public static final int GRE = 47;
    /** Number of ICMPv6. */
    public static final int ICMPV6 = 58;
    /** Number of SCTP. */
    public static final int SCTP = 132;
    /** Number of UDP-Lite. */
    public static final int UDPLITE = 136;

    private static final int MAX = 255;
    private static final String UNKNOWN = "unknown";
    /** All that a user may write. */
    private static final Map<String, Integer> NUMBERS = new LinkedHashMap<>();
    private static final String[] NAMES = new String[MAX + 1];
    /** Those that conntrack(8) prints. */
    private static final String[] CONNTRACK_NAMES = new String[MAX + 1];

    static {
        conntrack("icmp", ICMP);
        other("igmp", 2);
        other("ipencap", 4);
        conntrack("tcp", TCP);
        conntrack("udp", UDP);
        conntrack("dccp", 33);
        other("ipv6", 41);
        conntrack("gre", GRE);
        other("esp", 50);
        other("ah", 51);
        conntrack("icmpv6", ICMPV6);
        other("ipv6-icmp", ICMPV6);
        other("ospf", 89);
        other("ipip", 94);
        other("pim", 103);
        other("vrrp", 112);
        other("l2tp", 115);
        conntrack("sctp", SCTP);
        conntrack("udplite", UDPLITE);
    }

    private Protocols() {
    }

    private static void conntrack(final String name, final int number) {
        other(name, number);
        CONNTRACK_NAMES[number] = name;
    }

    private static void other(final String name, final int number) {
        NUMBERS.put(name, number);
        if (NAMES[number] == null) {
            NAMES[number] = name;
        }
    }

    /**
     * Number of a protocol.
     *
     * @param text its name, in any case, or its number.
     * @return 0 to 255.
     * @throws IllegalArgumentException with a message that lists the names.
     */
    public static int number(final String text) {
        final Integer known = NUMBERS.get(text.toLowerCase(Locale.ROOT));
        if (known != null) {
            return known;
        }
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= MAX) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException("unknown protocol '" + text + "', a protocol is 0 to " + MAX + " or one of "
            + String.join(" ", NUMBERS.keySet()));
    }

    /**
     * Name of a protocol.
     *
     * @param number 0 to 255.
     * @return one that {@link #number(String)} reads; null where there is none.
     */
    public static String name(final int number) {
        return NAMES[number];
    }

    /**
     * Name of a protocol as conntrack(8) prints it.
     *
     * @param number 0 to 255.
     * @return "unknown" for protocols that are tracked by their addresses alone.
     */
    public static String conntrackName(final int number) {
        final String name = CONNTRACK_NAMES[number];
        return name == null ? UNKNOWN : name;
    }

    /**
     * Name of a protocol as conntrack(8) prints it, or what stands for it.
     *
     * @param number 0 to 255.
     * @return the name, or the number in decimal; {@link #number(String)} reads both.
     */
    public static String nameOrNumber(final int number) {
        final String name = CONNTRACK_NAMES[number];
        return name == null ? Integer.toString(number) : name;
    }

    /**
     * Whether connections of a protocol are told apart by ports.
     *
     * @param number 0 to 255.
     * @return true for TCP, UDP, UDP-Lite, SCTP.
     */
    public static boolean hasPorts(final int number) {
        return number == TCP || number == UDP || number == UDPLITE || number == SCTP;
    }
}
