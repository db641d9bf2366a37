/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.expect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.Verdict;
import io.jconntrack.settings.Profile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * TFTP's rules; the recorded trace "helpers" has the kernel's answers to whole exchanges.
 */
class TftpHelperTest {
    private static final int[] READ = {0, 1, 'a', 0};

    @ParameterizedTest
    @EnumSource(Profile.class)
    void shouldExpectTheAnswerFromAnyPortOfTheServer(final Profile profile) {
        try (ControlConnection c = new ControlConnection(profile, false, "helper=1")) {
            c.datagram(c.client, 3000, c.server, 69, READ);
            assertEquals(List.of("10.1.0.1 3000"), c.expected());
            assertEquals(ConnState.NEW, Verdict.state(c.datagram("10.3.0.1", 5000, c.client, 3000, 0, 3)));
            assertEquals(ConnState.RELATED, Verdict.state(c.datagram(c.server, 5000, c.client, 3000, 0, 3)));
            assertEquals(ConnState.ESTABLISHED, Verdict.state(c.datagram(c.client, 3000, c.server, 5000, 0, 4)));
            assertEquals(ConnState.NEW, Verdict.state(c.datagram(c.server, 5001, c.client, 3000, 0, 3)));
        }
    }

    @Test
    void shouldExpectNothingWhenItIsNoRequest() {
        try (ControlConnection c = new ControlConnection(true, "helper=1")) {
            c.datagram(c.client, 3000, c.server, 69, 0, 3, 0, 1);
            c.datagram(c.client, 3000, c.server, 69, 1, 1);
            c.datagram(c.client, 3000, c.server, 69, 0);
            c.datagram(c.client, 3000, c.server, 69);
            assertEquals(List.of(), c.expected());
            c.datagram(c.client, 3000, c.server, 69, 0, 2);
            assertEquals(List.of("2001:db8:0:0:0:0:0:1 3000"), c.expected());
        }
    }

    @Test
    void shouldShowTheHelperOfAConnection() {
        try (ControlConnection c = new ControlConnection(false, "helper_tftp=70")) {
            final Connection connection = new Connection(c.conntrack);
            connection.moveTo(Verdict.entry(c.datagram(c.client, 3000, c.server, 70, READ)));
            assertEquals("tftp", connection.helper());
            assertEquals(List.of("10.1.0.1 3000"), c.expected());
        }
    }
}
