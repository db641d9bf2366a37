/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.jconntrack.Connection;
import io.jconntrack.event.EventReader;
import io.jconntrack.event.EventRecord;
import io.jconntrack.event.EventRingDescriptor;
import io.jconntrack.text.EventFormat;
import java.util.EnumSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any bytes as a ring of events, right in front of memory that nobody may touch. The first sixteen are the positions.
 */
class EventFuzzTest {
    private static final int EVENTS = EventRingDescriptor.MIN_EVENTS;
    private static final int LENGTH = EventRingDescriptor.length(EVENTS);
    private static final int POSITIONS = 16;
    private static final int TRAILER = 128;
    private static final GuardedMemory MEMORY = new GuardedMemory();
    private static final UnsafeBuffer RING = new UnsafeBuffer(0, 0);

    private final EventFormat format = new EventFormat(EnumSet.allOf(EventFormat.Option.class));
    private final Connection connection = new Connection();

    /** Positions, and what lies in the ring. */
    @FuzzTest(maxDuration = "1m")
    void ring(final byte[] input) {
        LastInput.is(input, input.length);
        final byte[] ring = new byte[LENGTH];
        final int content = Math.min(LENGTH - TRAILER, Math.max(0, input.length - POSITIONS));
        System.arraycopy(input, Math.min(POSITIONS, input.length), ring, 0, content);
        System.arraycopy(input, 0, ring, LENGTH - TRAILER, Math.min(POSITIONS, input.length));
        RING.wrap(MEMORY.atEnd(ring, LENGTH), LENGTH);
        final EventReader reader = new EventReader(RING).fromOldest();
        int events = 0;
        for (int calls = 0; calls < 2 * EVENTS; calls++) {
            if (reader.next()) {
                events++;
                show(reader.event());
            }
        }
        if (events > EVENTS || reader.lost() < 0) {
            throw new AssertionError("events=" + events + " lost=" + reader.lost());
        }
    }

    private void show(final EventRecord event) {
        if (event.number() >= 0) {
            connection.moveTo(event);
            format.append(new StringBuilder(), event.type(), event.cause(), connection, event.nowNanos(), 0);
        }
    }
}
