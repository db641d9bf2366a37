/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static io.jconntrack.ingest.agent.CncDescriptor.ACTIVITY;
import static io.jconntrack.ingest.agent.CncDescriptor.CNC_VERSION;
import static io.jconntrack.ingest.agent.CncDescriptor.VERSION;

import io.jconntrack.memory.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.agrona.MarkFile;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * The command and control file of this process's tracker. {@link CncDescriptor} draws it.
 */
final class Cnc implements AutoCloseable {
    private static final int COMMAND_CAPACITY = 1 << 16;
    private static final int ERRORS_LENGTH = 1 << 16;

    private final MarkFile mark;
    private final Path file;
    private final Region region;
    private final UnsafeBuffer buffer;
    private final CncDescriptor.Layout layout;
    private final EpochClock clock;
    private final CountersManager counters;
    private final DistinctErrorLog errors;

    private Cnc(final Path file, final Region region, final CncDescriptor.Layout layout, final EpochClock clock) {
        this.file = file;
        this.region = region;
        this.layout = layout;
        this.clock = clock;
        buffer = new UnsafeBuffer(region.address(), (int)region.length());
        mark = new MarkFile(buffer, VERSION, ACTIVITY);
        counters = new CountersManager(new UnsafeBuffer(buffer, layout.labels(), layout.labelsLength()),
            new UnsafeBuffer(buffer, layout.values(), layout.valuesLength()), StandardCharsets.US_ASCII);
        errors = new DistinctErrorLog(new UnsafeBuffer(buffer, layout.errors(), layout.errorsLength()), clock);
    }

    /**
     * Create the file. It takes the place of one that a dead tracker left when it is {@link #ready()}; whoever has that
     * open keeps it.
     *
     * @param file to create.
     * @param workers of the tracker.
     * @param settings in force, for readers: lines of name = value.
     * @param groupReadable whether the file's group may read it.
     * @param clock that tells when the tracker was active.
     */
    static Cnc create(final Path file, final int workers, final String settings, final boolean groupReadable,
        final EpochClock clock) throws IOException {
        final byte[] text = settings.getBytes(StandardCharsets.UTF_8);
        final int counters = workers * WorkerCounters.COUNT;
        final CncDescriptor.Layout layout = new CncDescriptor.Layout(workers,
            CncDescriptor.commandLength(COMMAND_CAPACITY), counters * CountersReader.METADATA_LENGTH,
            counters * CountersReader.COUNTER_LENGTH, ERRORS_LENGTH, text.length);
        final Cnc cnc = new Cnc(file, SharedFiles.create(file, layout.length(), groupReadable), layout, clock);
        cnc.describe(text);
        return cnc;
    }

    private void describe(final byte[] settings) {
        buffer.putLong(CncDescriptor.PID, ProcessHandle.current().pid());
        buffer.putLong(CncDescriptor.STARTED, clock.time());
        buffer.putLong(CncDescriptor.STARTED_NANOS, System.nanoTime());
        buffer.putInt(CncDescriptor.WORKERS, layout.workers());
        buffer.putInt(CncDescriptor.COMMAND_LENGTH, layout.commandLength());
        buffer.putInt(CncDescriptor.LABELS_LENGTH, layout.labelsLength());
        buffer.putInt(CncDescriptor.VALUES_LENGTH, layout.valuesLength());
        buffer.putInt(CncDescriptor.ERRORS_LENGTH, layout.errorsLength());
        buffer.putInt(CncDescriptor.SETTINGS_LENGTH, layout.settingsLength());
        buffer.putBytes(layout.settings(), settings);
    }

    /** The file is complete: readers may find and trust it. */
    void ready() throws IOException {
        active(System.nanoTime());
        mark.signalReady(CNC_VERSION);
        SharedFiles.publish(file);
    }

    /**
     * Note that the tracker is active now.
     *
     * @param nowNanos of {@link System#nanoTime()}.
     */
    void active(final long nowNanos) {
        mark.timestampRelease(clock.time());
        buffer.putLongRelease(CncDescriptor.ACTIVE_NANOS, nowNanos);
    }

    CountersManager counters() {
        return counters;
    }

    DistinctErrorLog errors() {
        return errors;
    }

    /** Commands for a worker. */
    CommandRing commands(final int worker) {
        return new CommandRing(new UnsafeBuffer(buffer, layout.commands(worker), layout.commandLength()));
    }

    /** A worker's answers. */
    UnsafeBuffer answers(final int worker) {
        return new UnsafeBuffer(buffer, layout.answers(worker), AnswerDescriptor.LENGTH);
    }

    /** Latencies of a worker. */
    LatencyCounts latencies(final int worker) {
        return new LatencyCounts(region.address() + layout.latencies(worker));
    }

    @Override
    public void close() {
        region.close();
    }
}
