/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.event.EventType;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.JsonFormat;
import io.jconntrack.text.ProcFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The engine, answering a capture's packets in their order; what is due expires before each.
 */
final class EngineAnswers implements AutoCloseable {
    private static final String CAPACITY = "100000";

    private final Capture capture;
    private final Settings settings;
    private final Conntrack conntrack;
    private final JsonFormat format;
    private final UnsafeBuffer buffer;
    private final StringBuilder line = new StringBuilder(512);
    private final StringBuilder events = new StringBuilder(256);
    private final Connection connection;
    private int next;
    private long nowNanos;

    EngineAnswers(final Capture capture, final Map<String, String> changed) {
        this.capture = capture;
        settings = new Settings(Profile.LINUX).set("checksum", "0").set("acct", "1").set("max", CAPACITY);
        changed.forEach(settings::set);
        conntrack = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
        conntrack.listener(this::event);
        connection = new Connection(conntrack);
        format = new JsonFormat(conntrack);
        buffer = new UnsafeBuffer(capture.data());
    }

    /** The answer to the next packet. */
    Answer next() {
        final int i = next++;
        nowNanos = Math.max(nowNanos, capture.micros(i) * 1000);
        events.setLength(0);
        conntrack.poll(nowNanos, Integer.MAX_VALUE);
        final int length = capture.length(i);
        // a record is the packet: the kernel is given no more than that either
        final long verdict =
            conntrack.processFrame(buffer, capture.offset(i), length, length, capture.linkType(), nowNanos);
        line.setLength(0);
        format.appendVerdict(line, i, verdict, 0, nowNanos);
        // nobody discards it
        conntrack.poll(nowNanos, 0);
        line.insert(line.length() - 1, ",\"events\":[" + events + "]");
        return Answer.ofJson(line.toString());
    }

    /** As the oracle shows it. */
    private void event(final EventType type, final int cause, final int number, final long when) {
        connection.moveTo(number);
        events.append(events.isEmpty() ? "" : ",").append("{\"ev\":\"").append(type).append('"');
        if (type == EventType.DESTROY) {
            events.append(",\"packets\":[").append(connection.packets(0)).append(',').append(connection.packets(1))
                .append("],\"bytes\":[").append(connection.bytes(0)).append(',').append(connection.bytes(1))
                .append(']');
        } else if (connection.state() != null) {
            events.append(",\"state\":\"").append(connection.state()).append('"');
        }
        events.append('}');
    }

    /** The table as /proc/net/nf_conntrack would show it now. */
    List<String> table() {
        final List<String> lines = new ArrayList<>();
        final ProcFormat proc = new ProcFormat(true, settings);
        final Connection connection = new Connection(conntrack);
        for (int number = 0; number < conntrack.table().bound(); number++) {
            if (connection.moveTo(number)) {
                line.setLength(0);
                proc.append(line, connection, nowNanos);
                lines.add(line.toString());
            }
        }
        return lines;
    }

    @Override
    public void close() {
        conntrack.close();
    }
}
