/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jconntrack.table.EntryDescriptor;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolStatesTest {
    private final UnsafeBuffer entry = new UnsafeBuffer(ByteBuffer.allocateDirect(EntryDescriptor.LENGTH));

    @ParameterizedTest
    @CsvSource({
        // protocol, state, scale of the original direction, of the reply, of an ignored SYN, plausible
        "6, 0, 0, 0, 0, true",
        "6, 9, 14, 14, 14, true",
        "6, 10, 0, 0, 0, false",
        "6, -1, 0, 0, 0, false",
        "6, 3, 15, 0, 0, false",
        "6, 3, 0, 15, 0, false",
        "6, 3, -1, 0, 0, false",
        "6, 3, 0, -128, 0, false",
        "6, 3, 0, 0, 15, false",
        "6, 3, 0, 0, -1, false",
        "17, 0, 15, -1, 99, true",
        "17, 1, 0, 0, 0, false",
        "132, 3, 99, 99, 99, true"})
    void shouldTellWhatNoTrackerWrites(final int protocol, final int state, final int original, final int reply,
        final int ignored, final boolean isPlausible) {
        entry.putByte(EntryDescriptor.STATE, (byte)state);
        entry.putByte(TcpDescriptor.SCALE, (byte)original);
        entry.putByte(TcpDescriptor.SCALE + 1, (byte)reply);
        entry.putByte(TcpDescriptor.LAST_WSCALE, (byte)ignored);
        assertEquals(isPlausible, ProtocolStates.isPlausible(protocol, entry.addressOffset()));
    }
}
