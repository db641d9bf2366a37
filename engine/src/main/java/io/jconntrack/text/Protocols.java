/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.packet.Packet;
import java.util.Locale;

/**
 * IP protocols by name, as conntrack(8) spells them.
 */
final class Protocols {
    private static final String[] NAMES = {"icmp", "tcp", "udp", "dccp", "gre", "icmpv6", "sctp", "udplite"};
    private static final int[] NUMBERS = {Packet.ICMP, Packet.TCP, Packet.UDP, 33, Packet.GRE, Packet.ICMPV6,
        Packet.SCTP, Packet.UDPLITE};

    private Protocols() {
    }

    /**
     * Number of a protocol.
     *
     * @throws IllegalArgumentException when the word is neither a name that we know nor a number.
     */
    static int number(final String word) {
        final int known = find(word);
        if (known < 0 && !Character.isDigit(word.charAt(0))) {
            throw new IllegalArgumentException(word + ": not a protocol; known are " + String.join(", ", NAMES)
                + " and numbers");
        }
        return known >= 0 ? known : TupleText.number(word, word, 255);
    }

    /** Number of a protocol that has a name, or -1. */
    static int find(final String word) {
        final String name = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(name)) {
                return NUMBERS[i];
            }
        }
        return -1;
    }

    /** Its name, or its number where it has none. */
    static String name(final int protocol) {
        for (int i = 0; i < NAMES.length; i++) {
            if (NUMBERS[i] == protocol) {
                return NAMES[i];
            }
        }
        return Integer.toString(protocol);
    }

    static boolean hasPorts(final int protocol) {
        return protocol == Packet.TCP || protocol == Packet.UDP || protocol == Packet.UDPLITE
            || protocol == Packet.SCTP;
    }

    /** Whether the tuple has type, code and id; refuses the ICMP of the other IP version, which is not tracked. */
    static boolean isIcmp(final int protocol, final int l3, final String word) {
        if (protocol == (l3 == 4 ? Packet.ICMPV6 : Packet.ICMP)) {
            throw new IllegalArgumentException(word + ": goes with IPv" + (10 - l3) + " addresses");
        }
        return protocol == Packet.ICMP || protocol == Packet.ICMPV6;
    }
}
