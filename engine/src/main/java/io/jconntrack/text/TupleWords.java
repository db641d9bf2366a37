/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.text;

import io.jconntrack.net.Address;
import io.jconntrack.net.Protocols;
import io.jconntrack.packet.Packet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The first tuple of a line in conntrack(8)'s words; the rest of the line may be there or not.
 */
final class TupleWords {
    private static final Set<String> OF_TUPLE =
        Set.of("src", "dst", "sport", "dport", "type", "code", "id", "srckey", "dstkey");
    /** What a line tells of a connection beside its tuples. */
    private static final Set<String> OTHERS = Set.of("packets", "bytes", "mark", "use", "zone", "secctx", "secmark",
        "helper", "labels", "start", "stop", "delta-time", "timeout", "stream_timeout", "portid", "orig-zone",
        "reply-zone");

    private final String[] words;
    private final int begin;
    private final Map<String, String> values = new HashMap<>();

    /** Words of a line, the first of its tuple's at an index. */
    TupleWords(final String[] words, final int begin) {
        this.words = words;
        this.begin = begin;
    }

    Tuple parse() {
        final int protocol = protocol();
        int zone = 0;
        boolean second = false;
        for (int i = begin; i < words.length; i++) {
            final int equals = words[i].indexOf('=');
            final String key = equals < 0 ? words[i] : words[i].substring(0, equals);
            if (equals >= 0 && "zone".equals(key)) {
                zone = TupleText.number(words[i], words[i].substring(equals + 1), 0xFFFF);
            } else if (equals >= 0 && OF_TUPLE.contains(key)) {
                second |= "src".equals(key) && values.containsKey(key);
                if (!second) {
                    values.putIfAbsent(key, words[i]);
                }
            } else if (!isOther(words[i], key, equals)) {
                throw new IllegalArgumentException(words[i] + ": not a word of a tuple");
            }
        }
        return tuple(protocol, zone);
    }

    private boolean isOther(final String word, final String key, final int equals) {
        return equals >= 0 && OTHERS.contains(key) || word.startsWith("[") && word.endsWith("]")
            || word.startsWith("[") && word.length() > 1 && Character.isDigit(word.charAt(1));
    }

    /** The name, or the number behind "unknown"; before it may be an event's type and time, and the address family. */
    private int protocol() {
        for (int i = 0; i < begin; i++) {
            final String word = words[i];
            if (("ipv4".equals(word) || "ipv6".equals(word)) && i + 2 < begin) {
                i++;
            } else if (!word.startsWith("[") && !word.endsWith("]")) {
                return Protocols.number("unknown".equals(word) && i + 1 < begin ? words[i + 1] : word);
            }
        }
        throw new IllegalArgumentException(words[begin] + ": a protocol must stand before it, such as tcp");
    }

    private Tuple tuple(final int protocol, final int zone) {
        final Address src = address("src");
        final Address dst = address("dst");
        final int l3 = TupleText.family(values.get("src"), src, values.get("dst"), dst);
        if (TupleText.isIcmp(protocol, l3, Protocols.nameOrNumber(protocol))) {
            return TupleText.icmp(required("type"), l3, protocol, zone, src, dst, number("type", 255),
                number("code", 255), number("id", 0xFFFF));
        }
        final boolean ports = Protocols.hasPorts(protocol);
        final boolean keys = protocol == Packet.GRE && values.containsKey("srckey");
        final int srcPort = ports ? number("sport", 0xFFFF) : keys ? number("srckey", 0xFFFF) : 0;
        final int dstPort = ports ? number("dport", 0xFFFF) : keys ? number("dstkey", 0xFFFF) : 0;
        return new Tuple(l3, protocol, zone, src.high(), src.low(), srcPort, dst.high(), dst.low(),
            dstPort);
    }

    private String required(final String key) {
        final String word = values.get(key);
        if (word == null) {
            throw new IllegalArgumentException(key + "= is missing behind " + words[begin]);
        }
        return word;
    }

    private Address address(final String key) {
        final String word = required(key);
        return Endpoint.address(word, word.substring(key.length() + 1));
    }

    private int number(final String key, final int max) {
        final String word = required(key);
        return TupleText.number(word, word.substring(key.length() + 1), max);
    }
}
