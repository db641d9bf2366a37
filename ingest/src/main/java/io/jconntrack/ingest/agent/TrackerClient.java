/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.Conntrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends commands to a running tracker. Any number of processes may, each with a client of its own, used by one thread.
 */
public final class TrackerClient implements AutoCloseable {
    private final TrackerFiles files;
    private final CncReader cnc;
    private final Object file;
    private final WorkerChannel[] workers;

    /**
     * Connect.
     *
     * @param files of the tracker.
     * @throws IOException when no such tracker is running, or its files can't be written.
     */
    public TrackerClient(final TrackerFiles files) throws IOException {
        this.files = files;
        requireAlive();
        file = key(files.cnc());
        cnc = CncReader.on(files.cnc(), SharedFiles.map(files.cnc(), true));
        workers = new WorkerChannel[cnc.workers()];
        for (int worker = 0; worker < workers.length; worker++) {
            workers[worker] = new WorkerChannel(this, cnc, worker);
        }
    }

    private static Object key(final Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private void requireAlive() throws IOException {
        if (!files.isAlive()) {
            throw new IOException("no tracker of this name is running: name=" + files.name());
        }
    }

    /** Fails when the tracker has ended, also when another one has taken its place. */
    void requireTheSame() throws IOException {
        requireAlive();
        Object now = null;
        try {
            now = key(files.cnc());
        } catch (final NoSuchFileException cleaned) {
            // the same as another one
        }
        if (!file.equals(now)) {
            throw new IOException("the tracker was started again in the meantime: name=" + files.name());
        }
    }

    String name() {
        return files.name();
    }

    WorkerChannel worker(final int number) {
        return workers[number];
    }

    int workers() {
        return workers.length;
    }

    long deleted() {
        return cnc.get(TrackerCounter.DELETED);
    }

    /**
     * Remove all connections; returns when they are gone. One that comes while it works may stay.
     *
     * @return how many were removed.
     * @throws IOException when the tracker ends, or makes no progress for ten seconds. It may still do it later.
     */
    public long flush() throws IOException {
        return flush(0);
    }

    /**
     * Remove all connections of a family; returns when they are gone. One that comes while it works may stay.
     *
     * @param family 4 or 6; 0 for both.
     * @return how many were removed.
     * @throws IOException when the tracker ends, or makes no progress for ten seconds. It may still do it later.
     */
    public long flush(final int family) throws IOException {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[CommandDescriptor.FLUSH_LENGTH]);
        message.putInt(CommandDescriptor.FAMILY, family);
        final WorkerChannel.Sent[] sent = new WorkerChannel.Sent[workers.length];
        for (int worker = 0; worker < sent.length; worker++) {
            final long correlation = workers[worker].newCorrelation();
            message.putLong(CommandDescriptor.CORRELATION, correlation);
            sent[worker] = workers[worker].send(CommandDescriptor.FLUSH, message, message.capacity(), correlation);
        }
        long removed = 0;
        for (int worker = 0; worker < sent.length; worker++) {
            removed += workers[worker].await(sent[worker]);
        }
        return removed;
    }

    /**
     * Begin to remove connections.
     *
     * @param <T> what the caller knows them by.
     * @param outcome is told what has become of each.
     * @return takes the connections.
     */
    public <T> ConnectionCommand<T> delete(final ConnectionCommand.Outcome<T> outcome) {
        return new ConnectionCommand<>(this, CommandDescriptor.DELETE, 0, 0, -1, outcome);
    }

    /**
     * Begin to update connections.
     *
     * @param <T> what the caller knows them by.
     * @param cleared bits of the mark that become 0 first.
     * @param flipped bits of the mark that are turned over then; 0 and 0 leave it alone, others need a table with
     *     marks.
     * @param timeoutNanos 0 to {@link Conntrack#LONGEST_TIMEOUT_NANOS}, from when the tracker does it; -1 leaves the
     *     time-out alone.
     * @param outcome is told what has become of each.
     * @return takes the connections.
     */
    public <T> ConnectionCommand<T> update(final int cleared, final int flipped, final long timeoutNanos,
        final ConnectionCommand.Outcome<T> outcome) {
        return new ConnectionCommand<>(this, CommandDescriptor.UPDATE, cleared, flipped, timeoutNanos, outcome);
    }

    @Override
    public void close() {
        cnc.close();
    }
}
