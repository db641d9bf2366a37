/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hop-by-hop options that a router forwards and those for which it drops the packet; UDP follows.
 */
class HopByHopTest {
    private static final String ADDRESSES = "20010db8000000000000000000000001" + "20010db8000000000000000000000002";
    private static final String UDP = "0001000200080000";

    @ParameterizedTest
    @ValueSource(strings = {
        "1100 0104 00000000", // six bytes of padding
        "1100 0000 00000000", // the same, byte by byte
        "1100 0502 00000100", // router alert, padding
        "1100 1e04 01020304", // unknown, to be skipped
        "1100 3e04 01020304", // unknown, to be skipped, may change
        "1101 0502 00000502 00000502 00000100"})
    void shouldPassWhatEveryRouterForwards(final String options) {
        assertEquals(Reason.NONE, decode(options));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1101 0102 00000106 00000000 00000000", // more than seven bytes of padding
        "1100 0104 00000001", // padding that says something
        "1100 0104 0000", // cut
        "1100 0105 00000000", // reaches into what follows
        "1100 0503 00000000", // router alert of a wrong length
        "1100 4504 01020304", // unknown, to be refused
        "1100 8a04 01020304", // unknown, to be refused with an ICMP error
        "1100 c204 00010000", // jumbo payload in a packet that has a length
        "1105 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00 1e00"
            + "1e00 1e00 1e00 1e00 1e00"}) // more than eight
    void shouldRefuseWhatARouterDrops(final String options) {
        assertEquals(Reason.IP_OPTIONS, decode(options));
    }

    private static Reason decode(final String options) {
        final String behind = options.replace(" ", "") + (options.endsWith("0104 0000") ? "" : UDP);
        final String packet = "60000000" + String.format("%04x", behind.length() / 2) + "0040" + ADDRESSES + behind;
        final byte[] bytes = HexFormat.of().parseHex(packet);
        return new Packet().decode(OffHeap.of(bytes).addressOffset(), bytes.length, bytes.length, PacketFlags.NONE);
    }
}
