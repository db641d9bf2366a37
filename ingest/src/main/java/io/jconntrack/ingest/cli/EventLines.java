/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.event.EventListener;
import io.jconntrack.event.EventType;
import io.jconntrack.text.EventFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Writes the events of a replay, one a line. Time in JSON counts from the first packet, as in the verdicts.
 */
final class EventLines implements EventListener, AutoCloseable {
    private final Replay replay;
    private final OutputStream out;
    private final EventFormat format;
    private final Connection connection;
    private final StringBuilder line = new StringBuilder(512);
    /** A listener must not throw: what went wrong is told later. */
    private IOException failure;

    EventLines(final Replay replay, final OutputStream out, final boolean json) {
        this.replay = replay;
        this.out = out;
        format = new EventFormat(json ? Set.of(EventFormat.Option.JSON) : Set.of());
        connection = new Connection(replay.conntrack());
    }

    @Override
    public void onEvent(final EventType type, final int cause, final int number, final long nowNanos) {
        if (failure != null || !connection.moveTo(number)) {
            return;
        }
        line.setLength(0);
        format.append(line, type, cause, connection, nowNanos, nowNanos - replay.firstNanos());
        try {
            out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        } catch (final IOException e) {
            failure = e;
        }
    }

    /** Throw what a write threw. */
    void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
