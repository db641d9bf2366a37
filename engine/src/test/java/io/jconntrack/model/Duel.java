/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Engine and model, fed with the same packets.
 */
final class Duel implements AutoCloseable {
    private final Conntrack engine;
    private final Connection view;
    private final ModelTracker model;
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private Observation expected;
    private Observation actual;

    Duel(final Settings settings, final Consumer<ModelTable.Cell> visits) {
        engine = Conntrack.builder().settings(settings).hashSeed(1, 2).build();
        view = new Connection(engine);
        model = new ModelTracker(settings, visits);
    }

    /** Whether both say the same about the next packet. */
    boolean agreesOn(final RandomTraffic.Packet packet) {
        final long now = packet.nanos();
        expected = Observation.of(model.process(packet.bytes(), now), model.count());
        buffer.wrap(packet.bytes());
        engine.poll(now, Integer.MAX_VALUE);
        final long verdict = engine.process(buffer, 0, packet.bytes().length, now);
        actual = Observation.of(engine, view, verdict, now, expected);
        return expected.equals(actual);
    }

    long someDeadline(final int dice) {
        return model.someDeadline(dice);
    }

    /** The fields that differ, after a packet on which both do not agree. */
    private String difference() {
        final StringBuilder names = new StringBuilder();
        note(names, "verdict", expected.verdict(), actual.verdict());
        note(names, "direction", expected.direction(), actual.direction());
        note(names, "reason", expected.reason(), actual.reason());
        note(names, "timeout", expected.timeout(), actual.timeout());
        note(names, "count", expected.count(), actual.count());
        note(names, "entry", expected.entry() == null, actual.entry() == null);
        if (expected.entry() != null && actual.entry() != null) {
            note(names, "state", expected.entry().state(), actual.entry().state());
            note(names, "deadline", expected.entry().deadlineNanos(), actual.entry().deadlineNanos());
            note(names, "status", expected.entry().status(), actual.entry().status());
            note(names, "flags0", expected.entry().flags0(), actual.entry().flags0());
            note(names, "flags1", expected.entry().flags1(), actual.entry().flags1());
        }
        return names.toString();
    }

    private static void note(final StringBuilder names, final String name, final Object one, final Object other) {
        if (!Objects.equals(one, other)) {
            names.append(name).append(' ');
        }
    }

    /** Where both part over some packets, and how; empty when they do not. */
    static String difference(final Settings settings, final List<RandomTraffic.Packet> packets) {
        try (Duel duel = new Duel(settings, cell -> { })) {
            for (final RandomTraffic.Packet packet : packets) {
                if (!duel.agreesOn(packet)) {
                    return duel.difference();
                }
            }
        }
        return "";
    }

    /** The fewest packets that show the difference that the last one of the given showed. */
    static List<RandomTraffic.Packet> shrink(final Settings settings, final List<RandomTraffic.Packet> packets) {
        final String wanted = difference(settings, packets);
        List<RandomTraffic.Packet> kept = packets;
        for (int chunk = Integer.highestOneBit(packets.size()); chunk > 0; chunk /= 2) {
            for (int at = kept.size() - 1 - chunk; at > -chunk; at -= chunk) {
                final List<RandomTraffic.Packet> fewer = new ArrayList<>(kept);
                fewer.subList(Math.max(0, at), at + chunk).clear();
                if (difference(settings, fewer).equals(wanted)) {
                    kept = fewer;
                }
            }
        }
        return kept;
    }

    /** One line per packet with what both say about it. */
    static String trace(final Settings settings, final List<RandomTraffic.Packet> packets) {
        final StringBuilder text = new StringBuilder();
        try (Duel duel = new Duel(settings, cell -> { })) {
            for (final RandomTraffic.Packet packet : packets) {
                final boolean agree = duel.agreesOn(packet);
                final ModelSegment segment = new ModelSegment(packet.bytes());
                text.append(String.format("%n+%.9f %s %s", (packet.nanos() - packets.getFirst().nanos()) / 1e9,
                    segment.hasPorts() ? segment.tuple().sourcePort() + ">" + segment.tuple().destinationPort() : "",
                    segment.text()));
                text.append(String.format("%n      model:  %s", duel.expected.text(packet.nanos())));
                if (!agree) {
                    text.append(String.format("%n      engine: %s", duel.actual.text(packet.nanos())));
                }
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        engine.close();
    }
}
