/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.Connection;
import io.jconntrack.ConnectionId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A command for many connections, one after the other: they are sent in batches to the workers that own them, while the
 * caller looks for more. Used by the client's thread.
 *
 * @param <T> what the caller knows a connection by.
 */
public final class ConnectionCommand<T> {
    /** Batches that are on their way to a worker at a time; together less than its ring holds. */
    private static final int WINDOW = 8;

    private final TrackerClient client;
    private final int type;
    private final Outcome<T> outcome;
    private final ConnectionId id = new ConnectionId();
    private final List<Lane> lanes = new ArrayList<>();

    /**
     * Is told what has become of a connection.
     *
     * @param <T> what the caller knows it by.
     */
    @FunctionalInterface
    public interface Outcome<T> {
        /**
         * The command has reached a connection.
         *
         * @param item given with the connection.
         * @param isDone true when it was removed or updated; false when it had gone before.
         * @throws IOException when the caller can't go on; it comes out of {@link #add} or {@link #finish}.
         */
        void on(T item, boolean isDone) throws IOException;
    }

    /** Connections of one batch that is on its way. */
    private record Batch<T>(WorkerChannel.Sent sent, List<T> items) {
    }

    ConnectionCommand(final TrackerClient client, final int type, final int cleared, final int flipped,
        final long timeoutNanos, final Outcome<T> outcome) {
        this.client = client;
        this.type = type;
        this.outcome = outcome;
        for (int worker = 0; worker < client.workers(); worker++) {
            final UnsafeBuffer message =
                new UnsafeBuffer(new byte[CommandDescriptor.length(CommandDescriptor.MAX_COUNT)]);
            message.putInt(CommandDescriptor.CLEARED, cleared);
            message.putInt(CommandDescriptor.FLIPPED, flipped);
            message.putLong(CommandDescriptor.TIMEOUT, timeoutNanos);
            lanes.add(new Lane(client.worker(worker), message));
        }
    }

    /**
     * Have the command done to a connection. Others may be told of before this returns; it waits while too many are on
     * their way.
     *
     * @param connection of the tracker's table; may be moved afterwards.
     * @param item handed to the outcome.
     * @throws IOException when the tracker ends, was started again, refuses, or makes no progress for ten seconds.
     */
    public void add(final Connection connection, final T item) throws IOException {
        final int worker = connection.worker();
        if (worker < 0 || worker >= lanes.size()) {
            // of another tracker, which had more workers
            client.requireTheSame();
            outcome.on(item, false);
            return;
        }
        connection.copyTo(id);
        lanes.get(worker).add(item);
    }

    /**
     * Have all done that was added; returns when each was told of.
     *
     * @throws IOException as {@link #add}.
     */
    public void finish() throws IOException {
        for (final Lane lane : lanes) {
            lane.send();
        }
        for (final Lane lane : lanes) {
            lane.collect(0);
        }
    }

    /** What goes to one worker. */
    private final class Lane {
        private final WorkerChannel channel;
        private final UnsafeBuffer message;
        private final Deque<Batch<T>> sent = new ArrayDeque<>();
        private List<T> items = new ArrayList<>();

        Lane(final WorkerChannel channel, final UnsafeBuffer message) {
            this.channel = channel;
            this.message = message;
        }

        void add(final T item) throws IOException {
            id.putTo(message, CommandDescriptor.length(items.size()));
            items.add(item);
            if (items.size() == CommandDescriptor.MAX_COUNT) {
                send();
                collect(WINDOW);
            }
        }

        void send() throws IOException {
            if (items.isEmpty()) {
                return;
            }
            final long correlation = channel.newCorrelation();
            message.putLong(CommandDescriptor.CORRELATION, correlation);
            message.putInt(CommandDescriptor.COUNT, items.size());
            final int length = CommandDescriptor.length(items.size());
            sent.add(new Batch<>(channel.send(type, message, length, correlation), items));
            items = new ArrayList<>();
        }

        /** Tell of what is answered, and wait until so many are left at the most. */
        void collect(final int left) throws IOException {
            while (!sent.isEmpty() && (sent.size() > left || channel.isAnswered(sent.getFirst().sent()))) {
                final Batch<T> batch = sent.removeFirst();
                final long done = channel.await(batch.sent());
                for (int i = 0; i < batch.items().size(); i++) {
                    outcome.on(batch.items().get(i), (done >>> i & 1) != 0);
                }
            }
        }
    }
}
