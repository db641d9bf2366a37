/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
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
    private int next;
    private long nowNanos;

    EngineAnswers(final Capture capture, final Map<String, String> changed) {
        this.capture = capture;
        settings = new Settings(Profile.LINUX).set("checksum", "0").set("acct", "1").set("max", CAPACITY);
        changed.forEach(settings::set);
        conntrack = new Conntrack(settings, 1, 2);
        format = new JsonFormat(conntrack);
        buffer = new UnsafeBuffer(capture.data());
    }

    /** The answer to the next packet. */
    Answer next() {
        final int i = next++;
        nowNanos = Math.max(nowNanos, capture.micros(i) * 1000);
        conntrack.poll(nowNanos, Integer.MAX_VALUE);
        final int length = capture.length(i);
        // a record is the packet: the kernel is given no more than that either
        final long verdict =
            conntrack.processFrame(buffer, capture.offset(i), length, length, capture.linkType(), nowNanos);
        line.setLength(0);
        format.appendVerdict(line, i, verdict, 0, nowNanos);
        return Answer.ofJson(line.toString());
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
