/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Settings;
import io.jconntrack.text.EventFormat;
import io.jconntrack.text.EventFormat.Option;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * What conntrack -E printed while engine/src/parity/record-events recorded is what we print for the same packets. The
 * order of different connections' events is free: a flush goes through the kernel's hash table.
 */
class RecordedEventsTest {
    private static final Pattern SENDER = Pattern.compile("^(?:\\[[^]]*]\t)?.{10}(?:ipv. +\\d+ )?(\\S+) "
        + ".*?(src=.*?dst=\\S+(?: sport=\\d+ dport=\\d+)?)");

    @Test
    void shouldPrintWhatConntrackPrinted() throws IOException {
        assertEquals(byConnection(lines("events.txt")), byConnection(replay(Set.of())));
    }

    @Test
    void shouldPrintWhatConntrackPrintedWithItsOptions() throws IOException {
        final List<String> ours = replay(Set.of(Option.TIMESTAMP, Option.ID, Option.EXTENDED));
        assertEquals(byConnection(lines("events-x.txt")), byConnection(ours));
        assertTrue(ours.getFirst().matches("\\[\\d{10}\\.\\d{6}]\t    \\[NEW] ipv4     2 udp .* id=\\d+"),
            ours.getFirst());
    }

    private static List<String> replay(final Set<Option> options) throws IOException {
        final Capture capture;
        try (InputStream in = RecordedEventsTest.class.getResourceAsStream("events.pcap")) {
            capture = Capture.read(in);
        }
        final Deque<Long> flushes = new ArrayDeque<>();
        for (final String seconds : lines("events-flushes.txt")) {
            flushes.add(Math.round(Double.parseDouble(seconds) * 1e6) * 1000);
        }
        final List<String> lines = new ArrayList<>();
        final Settings settings = new Settings(Profile.LINUX).set("checksum", "0").set("acct", "1")
            .set("udp_timeout", "3").set("max", "1000");
        try (Conntrack conntrack = Conntrack.builder().settings(settings).hashSeed(1, 2).build()) {
            final EventFormat format = new EventFormat(options);
            final Connection connection = new Connection(conntrack);
            conntrack.listener((type, cause, number, nowNanos) -> {
                assertTrue(connection.moveTo(number));
                final StringBuilder line = new StringBuilder();
                format.append(line, type, cause, connection, nowNanos, nowNanos);
                lines.add(line.toString());
            });
            final UnsafeBuffer buffer = new UnsafeBuffer(capture.data());
            for (int i = 0; i < capture.size(); i++) {
                final long now = capture.micros(i) * 1000;
                if (flushes.peek() != null && flushes.peek() <= now) {
                    flush(conntrack, flushes.remove());
                }
                conntrack.poll(now, Integer.MAX_VALUE);
                conntrack.processFrame(buffer, capture.offset(i), capture.length(i), capture.length(i),
                    capture.linkType(), now);
            }
            flush(conntrack, flushes.remove());
        }
        return lines;
    }

    private static void flush(final Conntrack conntrack, final long nowNanos) {
        conntrack.poll(nowNanos, Integer.MAX_VALUE);
        for (int number = 0; number < conntrack.table().bound(); number++) {
            conntrack.delete(number, nowNanos);
        }
    }

    private static List<String> lines(final String name) throws IOException {
        try (InputStream in = RecordedEventsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** Lines of each connection in their order, without what must differ: who deleted it, the clock, its number. */
    private static Map<String, List<String>> byConnection(final List<String> lines) {
        final Map<String, List<String>> connections = new TreeMap<>();
        for (final String line : lines) {
            final Matcher matcher = SENDER.matcher(line);
            assertTrue(matcher.find(), line);
            // the kernel's clock ticks every few milliseconds: what is left of a second is lost or not
            final String told = line.replaceFirst(" portid=\\d+( progname=\\S+)?$", "")
                .replaceFirst("^\\[[0-9.]+]", "[time]").replaceFirst(" id=\\d+( \\[USERSPACE])?$", " id=*$1")
                .replaceFirst("(\\[DESTROY] (?:ipv. +\\d+ )?\\S+ +\\d+) \\d+ ", "$1 * ");
            connections.computeIfAbsent(matcher.group(1) + " " + matcher.group(2), key -> new ArrayList<>()).add(told);
        }
        return connections;
    }
}
