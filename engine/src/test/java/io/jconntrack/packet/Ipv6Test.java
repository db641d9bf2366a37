/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.net.PacketFlags;
import io.jconntrack.net.Reason;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Linux' IPv6 layer passes on to a tracker.
 */
class Ipv6Test {
    private static final String HOST = "20010db8000000000000000000000001";
    private static final String UDP = "0001000200080000";

    private final Packet packet = new Packet();

    @ParameterizedTest
    @CsvSource({
        HOST + ",ff020000000000000000000000000001,NONE",
        HOST + ",ff010000000000000000000000000001,IP_ADDRESS", // interface-local multicast
        HOST + ",ff100000000000000000000000000001,IP_ADDRESS", // reserved scope
        HOST + ",00000000000000000000000000000001,IP_ADDRESS", // to the loopback address
        "00000000000000000000000000000001," + HOST + ",IP_ADDRESS",
        "ff020000000000000000000000000001," + HOST + ",IP_ADDRESS", // from a group
        "00000000000000000000000000000000," + HOST + ",NONE",
        "00000000000000000000ffff01020304," + HOST + ",NONE"})
    void shouldRefuseAddressesThatDoNotTravel(final String source, final String destination, final Reason expected) {
        assertEquals(expected, decode("6000000000081140" + source + destination + UDP));
    }

    @Test
    void shouldTakeTheProtocolBehindAnExtensionHeaderThatReachesBeyondThePacket() {
        // destination options of 8 * (0x90 + 1) bytes, then protocol 0x1f
        assertEquals(Reason.NONE, decode("6000000000083c40" + HOST + HOST + "1f90000000000000"));
        assertEquals(0x1f, packet.protocol());
        assertEquals(0, packet.transportLength());
    }

    @Test
    void shouldRefuseAChainOfExtensionHeadersThatReachesBeyondThePacket() {
        // destination options of 8 * (0x90 + 1) bytes, then a routing header
        assertEquals(Reason.IP_EXTENSIONS, decode("6000000000083c40" + HOST + HOST + "2b90000000000000"));
    }

    private Reason decode(final String hex) {
        final byte[] bytes = HexFormat.of().parseHex(hex);
        return packet.decode(OffHeap.of(bytes).addressOffset(), bytes.length, bytes.length, PacketFlags.NONE);
    }
}
