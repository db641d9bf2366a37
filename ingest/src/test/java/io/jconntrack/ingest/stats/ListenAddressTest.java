/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a server listens.
 */
class ListenAddressTest {
    @Test
    void shouldListenOnLoopbackUnlessToldOtherwise() throws IOException {
        for (final String text : new String[] {":9400", "9400"}) {
            final ListenAddress address = ListenAddress.parse(text);
            assertEquals(new ListenAddress(null, 9400), address);
            assertTrue(address.address().isLoopbackAddress());
            assertEquals(":9400", address.toString());
        }
        assertEquals("/0.0.0.0", ListenAddress.parse("0.0.0.0:1").address().toString());
    }

    @Test
    void shouldTakeNamesAndBothKindsOfAddresses() throws IOException {
        assertEquals(new ListenAddress("a-host.example", 65535), ListenAddress.parse("a-host.example:65535"));
        assertEquals(new ListenAddress("::1", 0), ListenAddress.parse("[::1]:0"));
        assertEquals("[::1]:0", ListenAddress.parse("[::1]:0").toString());
        assertEquals(16, ListenAddress.parse("[::1]:0").address().getAddress().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "host:", "host", ":65536", ":-1", "::1:9400", "http://host:1", "a b:1", ":9400x",
        "[]:1", ":999999999999"})
    void shouldRefuseWhatIsNoAddress(final String text) {
        assertEquals(text + " is not HOST:PORT, [IPV6]:PORT, :PORT or PORT, with a port from 0 to 65535",
            assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text)).getMessage());
    }

    @Test
    void shouldSayWhyItCantListen() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final String text = ":" + other.getLocalPort();
            assertEquals(text + ": can't listen there: Address already in use",
                assertThrows(IOException.class, () -> ListenAddress.parse(text).check()).getMessage());
        }
        assertEquals(":1: ports below 1024 need a privilege, and a tracker keeps none",
            assertThrows(IOException.class, () -> ListenAddress.parse(":1").check()).getMessage());
        assertEquals("198.51.100.1:9400: can't listen there: Cannot assign requested address",
            assertThrows(IOException.class, () -> ListenAddress.parse("198.51.100.1:9400").check()).getMessage());
        assertEquals("no.such.host.invalid:9400: host unknown: no.such.host.invalid", assertThrows(IOException.class,
            () -> ListenAddress.parse("no.such.host.invalid:9400").check()).getMessage());
    }
}
