/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.filter;

import io.jconntrack.packet.Packet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * IP protocols by name.
 */
public final class ProtocolNames {
    private static final int MAX = 255;
    private static final Map<String, Integer> NUMBERS = new LinkedHashMap<>();

    static {
        NUMBERS.put("icmp", Packet.ICMP);
        NUMBERS.put("igmp", 2);
        NUMBERS.put("ipencap", 4);
        NUMBERS.put("tcp", Packet.TCP);
        NUMBERS.put("udp", Packet.UDP);
        NUMBERS.put("dccp", 33);
        NUMBERS.put("ipv6", 41);
        NUMBERS.put("gre", Packet.GRE);
        NUMBERS.put("esp", 50);
        NUMBERS.put("ah", 51);
        NUMBERS.put("icmpv6", Packet.ICMPV6);
        NUMBERS.put("ipv6-icmp", Packet.ICMPV6);
        NUMBERS.put("ospf", 89);
        NUMBERS.put("ipip", 94);
        NUMBERS.put("pim", 103);
        NUMBERS.put("vrrp", 112);
        NUMBERS.put("l2tp", 115);
        NUMBERS.put("sctp", Packet.SCTP);
        NUMBERS.put("udplite", Packet.UDPLITE);
    }

    private ProtocolNames() {
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
}
