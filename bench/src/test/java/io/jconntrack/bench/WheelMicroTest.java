/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WheelMicroTest {
    @Test
    void shouldExpireTheEntryThatItInsertsAgainAndAgain() {
        final WheelMicro micro = new WheelMicro();
        micro.connections = 1000;
        micro.open();
        try {
            for (int i = 0; i < 100_000; i++) {
                assertEquals(1, micro.insertAndExpire(), "call " + i);
            }
        } finally {
            micro.close();
        }
    }
}
