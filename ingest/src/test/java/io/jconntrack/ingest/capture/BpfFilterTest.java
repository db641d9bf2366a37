/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BpfFilterTest {
    @BeforeEach
    void needLibpcap() throws CaptureException {
        try {
            BpfFilter.compile("ip", 1, 0);
        } catch (final CaptureException e) {
            if (e.getMessage().startsWith("a filter needs libpcap")) {
                abort(e.getMessage());
            }
            throw e;
        }
    }

    @Test
    void shouldCompileForTheFramesOfTheSocket() throws CaptureException {
        final int ethernet = BpfFilter.compile("tcp port 80", 1, 256).instructions();
        final int raw = BpfFilter.compile("tcp port 80", 101, 256).instructions();
        assertTrue(ethernet > 10, "instructions=" + ethernet);
        assertTrue(raw > 5 && raw != ethernet, "raw=" + raw + " ethernet=" + ethernet);
        assertTrue(BpfFilter.compile("host 10.0.0.1 and not port 22", 1, 0).instructions() > 5);
        assertEquals(1, BpfFilter.keeping(256).instructions());
    }

    @Test
    void shouldRepeatWhatLibpcapDoesNotUnderstand() {
        final String message =
            assertThrows(CaptureException.class, () -> BpfFilter.compile("tcp prot 80", 1, 0)).getMessage();
        assertTrue(message.startsWith("filter \"tcp prot 80\": "), message);
        assertTrue(message.contains("syntax error"), message);
    }

    @Test
    void shouldRefuseToAskForATagThatAFilterCannotSee() {
        final String message =
            assertThrows(CaptureException.class, () -> BpfFilter.compile("vlan 5 and tcp", 1, 0)).getMessage();
        assertTrue(message.contains("vlan cannot be asked for"), message);
    }
}
