/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import io.jconntrack.ConnState;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The tracker for TCP, slow and obvious: a second opinion, written from the rules and not from the engine.
 */
final class ModelTracker {
    /** A table that never fills up, one entry under its original tuple. */
    private final Map<ModelTuple, ModelConnection> table = new HashMap<>();
    private final ModelMachine machine;

    ModelTracker(final Settings settings, final Consumer<ModelTable.Cell> visits) {
        machine = settings.profile() == Profile.LINUX ? new ModelLinuxTcp(settings, visits)
            : new ModelClassicTcp(settings, visits);
    }

    int count() {
        return table.size();
    }

    /** When some entry is going to expire; 0 when there is none. */
    long someDeadline(final int dice) {
        return table.values().stream().skip(table.isEmpty() ? 0 : dice % table.size()).findFirst()
            .map(c -> c.deadlineNanos).orElse(0L);
    }

    ModelVerdict process(final byte[] packet, final long nowNanos) {
        table.values().removeIf(c -> c.deadlineNanos <= nowNanos);
        final ModelSegment segment = new ModelSegment(packet);
        if (!segment.hasPorts()) {
            return invalid(Reason.TRANSPORT_TRUNCATED, null);
        }
        final ModelTuple tuple = segment.tuple();
        final int direction = table.containsKey(tuple.reversed()) ? 1 : 0;
        final ModelConnection connection = table.get(direction == 0 ? tuple : tuple.reversed());
        if (segment.malformed() != Reason.NONE) {
            return invalid(segment.malformed(), connection);
        }
        final Reason impossible = machine.impossible(segment);
        if (impossible != Reason.NONE) {
            return invalid(impossible, connection);
        }
        if (connection == null) {
            return open(tuple, segment, nowNanos);
        }
        final ModelMachine.Answer answer = machine.follow(connection, direction, segment, nowNanos);
        return switch (answer.action()) {
            case REFUSE -> {
                apply(answer, connection, direction, segment, nowNanos);
                yield new ModelVerdict(ConnState.INVALID, -1, answer.reason(), connection, answer.timeout());
            }
            case REOPEN -> {
                table.remove(connection.original);
                yield open(tuple, segment, nowNanos);
            }
            case DELETE -> {
                table.remove(connection.original);
                yield new ModelVerdict(direction == 0 ? ConnState.NEW : ConnState.ESTABLISHED, direction, Reason.NONE,
                    null, null);
            }
            case ACCEPT -> {
                apply(answer, connection, direction, segment, nowNanos);
                connection.seenReply |= direction == 1;
                yield new ModelVerdict(connection.seenReply ? ConnState.ESTABLISHED : ConnState.NEW, direction,
                    Reason.NONE, connection, answer.timeout());
            }
        };
    }

    private ModelVerdict open(final ModelTuple tuple, final ModelSegment segment, final long nowNanos) {
        final ModelConnection connection = new ModelConnection(tuple);
        final Reason reason = machine.open(connection, segment);
        if (reason != Reason.NONE) {
            return invalid(reason, null);
        }
        final ModelMachine.Answer answer = machine.follow(connection, 0, segment, nowNanos);
        if (answer.action() == ModelMachine.Action.REFUSE) {
            return invalid(answer.reason(), null);
        }
        if (answer.action() == ModelMachine.Action.DELETE) {
            return new ModelVerdict(ConnState.NEW, 0, Reason.NONE, null, null);
        }
        apply(answer, connection, 0, segment, nowNanos);
        table.put(tuple, connection);
        return new ModelVerdict(ConnState.NEW, 0, Reason.NONE, connection, answer.timeout());
    }

    private void apply(final ModelMachine.Answer answer, final ModelConnection connection, final int direction,
        final ModelSegment segment, final long nowNanos) {
        final Setting timeout = answer.timeout();
        if (timeout != null) {
            connection.deadlineNanos = nowNanos + machine.nanos(timeout);
        }
        if (answer.counted()) {
            connection.packets[direction]++;
            connection.bytes[direction] += segment.bytes();
        }
    }

    private static ModelVerdict invalid(final Reason reason, final ModelConnection entry) {
        return new ModelVerdict(ConnState.INVALID, -1, reason, entry, null);
    }
}
