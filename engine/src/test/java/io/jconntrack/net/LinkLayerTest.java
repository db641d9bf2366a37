/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class LinkLayerTest {
    private static final String MACS = "000102030405060708090a0b";
    private static final String IP = "0800" + "45";

    @Test
    void shouldFindTheInnermostVlan() {
        assertVlan(0, 1, MACS + IP);
        assertVlan(7, 1, MACS + "8100" + "6007" + IP);
        assertVlan(9, 1, MACS + "88a8" + "0005" + "8100" + "e009" + IP);
        assertVlan(300, 113, "0000000100060001020304050000" + "8100" + "012c" + IP);
        assertVlan(4095, 276, "8100" + "000000000002000100060001020304050000" + "0fff" + IP);
        assertVlan(0, 276, "0800" + "000000000002000100060001020304050000" + "45");
        assertVlan(0, 101, "45");
    }

    @Test
    void shouldStopWhereTheFrameEndsInATag() {
        assertVlan(0, 1, MACS + "8100" + "60");
        assertVlan(5, 1, MACS + "88a8" + "0005" + "8100");
    }

    private static void assertVlan(final int expected, final int linkType, final String hex) {
        final byte[] frame = HexFormat.of().parseHex(hex);
        assertEquals(expected, LinkLayer.vlan(new UnsafeBuffer(frame), 0, frame.length, linkType), hex);
    }
}
