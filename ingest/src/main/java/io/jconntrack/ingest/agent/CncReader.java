/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import static io.jconntrack.ingest.agent.CncDescriptor.METADATA_LENGTH;

import io.jconntrack.memory.Region;
import io.jconntrack.net.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.errors.DistinctErrorLog;
import org.agrona.concurrent.errors.ErrorConsumer;
import org.agrona.concurrent.errors.ErrorLogReader;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.agrona.concurrent.status.CountersReader;

/**
 * Another process's look at a tracker's command and control file, mapped read-only. Used by one thread.
 */
public final class CncReader implements AutoCloseable {
    private static final int MAX_WORKERS = 64;

    private final Region region;
    private final UnsafeBuffer buffer;
    private final CncDescriptor.Layout layout;
    private final CountersReader counters;

    private CncReader(final Region region, final CncDescriptor.Layout layout) {
        this.region = region;
        this.layout = layout;
        buffer = new UnsafeBuffer(region.address(), (int)region.length());
        counters = new CountersReader(new UnsafeBuffer(buffer, layout.labels(), layout.labelsLength()),
            new UnsafeBuffer(buffer, layout.values(), layout.valuesLength()), StandardCharsets.US_ASCII);
    }

    /**
     * Open the file of a tracker, living or dead.
     *
     * @param file of it.
     * @return a reader.
     * @throws IOException if it can't be opened, is not ready, or is not such a file: the message says what is wrong.
     */
    public static CncReader open(final Path file) throws IOException {
        return on(file, SharedFiles.map(file, false));
    }

    /** A reader of a file that is mapped; the mapping goes with it. */
    static CncReader on(final Path file, final Region region) throws IOException {
        boolean done = false;
        try {
            final CncReader reader = new CncReader(region, layout(file, region));
            done = true;
            return reader;
        } finally {
            if (!done) {
                region.close();
            }
        }
    }

    private static CncDescriptor.Layout layout(final Path file, final Region region) throws IOException {
        if (region.length() < METADATA_LENGTH || region.length() > Integer.MAX_VALUE) {
            throw new IOException(file + ": not a command and control file: length=" + region.length());
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(region.address(), (int)region.length());
        final int version = buffer.getIntVolatile(CncDescriptor.VERSION);
        if (version == 0) {
            throw new IOException(file + ": its tracker did not finish starting");
        }
        if (version != CncDescriptor.CNC_VERSION) {
            throw new IOException(file + ": of another version of jconntrack: version=" + version
                + " expected=" + CncDescriptor.CNC_VERSION);
        }
        final int workers = number(file, buffer, "workers", CncDescriptor.WORKERS, MAX_WORKERS);
        final CncDescriptor.Layout layout = new CncDescriptor.Layout(workers,
            number(file, buffer, "commandLength", CncDescriptor.COMMAND_LENGTH, 1 << 24),
            number(file, buffer, "labelsLength", CncDescriptor.LABELS_LENGTH, 1 << 28),
            number(file, buffer, "valuesLength", CncDescriptor.VALUES_LENGTH, 1 << 28),
            number(file, buffer, "errorsLength", CncDescriptor.ERRORS_LENGTH, 1 << 24),
            number(file, buffer, "settingsLength", CncDescriptor.SETTINGS_LENGTH, 1 << 24));
        if (workers == 0 || Integer.bitCount(layout.commandLength() - RingBufferDescriptor.TRAILER_LENGTH) != 1
            || layout.length() != buffer.capacity()) {
            throw new IOException(file + ": cut or damaged: length=" + buffer.capacity()
                + " expected=" + layout.length());
        }
        return layout;
    }

    private static int number(final Path file, final UnsafeBuffer buffer, final String name, final int offset,
        final int most) throws IOException {
        final int number = buffer.getInt(offset);
        if (number < 0 || number > most) {
            throw new IOException(file + ": damaged: offset=" + offset + " " + name + "=" + number);
        }
        return number;
    }

    /**
     * Workers of the tracker.
     *
     * @return 1 to 64.
     */
    public int workers() {
        return layout.workers();
    }

    /**
     * The tracker's process.
     *
     * @return its number, of use while it lives.
     */
    public long pid() {
        return buffer.getLong(CncDescriptor.PID);
    }

    /**
     * When the tracker started.
     *
     * @return milliseconds since 1970.
     */
    public long startedMillis() {
        return buffer.getLong(CncDescriptor.STARTED);
    }

    /**
     * When the tracker was last known to be active.
     *
     * @return milliseconds since 1970.
     */
    public long activeMillis() {
        return buffer.getLongVolatile(CncDescriptor.ACTIVITY);
    }

    /**
     * How long ago the tracker started, whatever was done to the wall clock since; meaningless when the machine was
     * started anew meanwhile.
     *
     * @param nowNanos of {@link System#nanoTime()}.
     * @return nanoseconds; not less than 0.
     */
    public long nanosSinceStart(final long nowNanos) {
        return Math.max(0, nowNanos - buffer.getLong(CncDescriptor.STARTED_NANOS));
    }

    /**
     * How long ago the tracker was last known to be active, whatever was done to the wall clock since.
     *
     * @param nowNanos of {@link System#nanoTime()}.
     * @return nanoseconds; not less than 0.
     */
    public long nanosSinceActive(final long nowNanos) {
        return Math.max(0, nowNanos - buffer.getLongVolatile(CncDescriptor.ACTIVE_NANOS));
    }

    /**
     * Settings of the tracker.
     *
     * @return lines of name = value, as {@link io.jconntrack.settings.SettingsFile} reads them.
     */
    public String settings() {
        final byte[] text = new byte[layout.settingsLength()];
        buffer.getBytes(layout.settings(), text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /**
     * A counter, summed up over the workers; those of the whole table are taken once.
     *
     * @param counter asked for.
     * @return its value.
     */
    public long get(final TrackerCounter counter) {
        return counter == TrackerCounter.ENTRIES || counter == TrackerCounter.CAPACITY
            ? value(counter.ordinal(), 0) : sum(counter.ordinal());
    }

    /**
     * Packets that were INVALID or ignored for a reason.
     *
     * @param reason of the verdict.
     * @return count over all workers.
     */
    public long get(final Reason reason) {
        return sum(WorkerCounters.REASONS + reason.ordinal());
    }

    /**
     * All counters of all workers, read in one pass and checked, whatever stands in the file.
     *
     * @param consumer takes each counter of a worker.
     * @param reasons takes each count of packets by the reason of an INVALID or ignored one.
     */
    public void forEach(final ForEach<TrackerCounter> consumer, final ForEach<Reason> reasons) {
        final TrackerCounter[] kinds = TrackerCounter.values();
        final Reason[] why = Reason.values();
        for (int id = 0; id < layout.valuesLength() / CountersReader.COUNTER_LENGTH; id++) {
            final long worker = counters.getCounterRegistrationId(id);
            if (counters.getCounterState(id) != CountersReader.RECORD_ALLOCATED || worker < 0
                || worker >= layout.workers()) {
                continue;
            }
            final int type = counters.getCounterTypeId(id);
            final int reason = type - WorkerCounters.REASONS;
            if (type >= 0 && type < kinds.length) {
                consumer.counter((int)worker, kinds[type], counters.getCounterValue(id));
            } else if (reason >= 0 && reason < why.length) {
                reasons.counter((int)worker, why[reason], counters.getCounterValue(id));
            }
        }
    }

    /**
     * Takes counters of workers.
     *
     * @param <K> what tells one from another.
     */
    public interface ForEach<K> {
        /**
         * A counter.
         *
         * @param worker whose it is.
         * @param kind which it is.
         * @param value of it.
         */
        void counter(int worker, K kind, long value);
    }

    private long sum(final int type) {
        long sum = 0;
        for (int worker = 0; worker < layout.workers(); worker++) {
            sum += value(type, worker);
        }
        return sum;
    }

    private long value(final int type, final int worker) {
        final int id = counters.findByTypeIdAndRegistrationId(type, worker);
        return id == CountersReader.NULL_COUNTER_ID ? 0 : counters.getCounterValue(id);
    }

    /**
     * All counters, with their labels.
     *
     * @return the tracker's counters.
     */
    public CountersReader counters() {
        return counters;
    }

    /** Commands for a worker; only where the file was mapped for writing. */
    ManyToOneRingBuffer commands(final int worker) {
        return new ManyToOneRingBuffer(new UnsafeBuffer(buffer, layout.commands(worker), layout.commandLength()));
    }

    /** A worker's answers to commands. */
    UnsafeBuffer answers(final int worker) {
        return new UnsafeBuffer(buffer, layout.answers(worker), AnswerDescriptor.LENGTH);
    }

    /**
     * From wire to verdict: the kernel's time stamp to the engine's answer.
     *
     * @param worker 0 to workers - 1.
     * @return its latencies.
     */
    public LatencyCounts latencies(final int worker) {
        return new LatencyCounts(region.address() + layout.latencies(worker));
    }

    /**
     * Errors that the tracker met, each kind once with a count; those up to the first that is damaged.
     *
     * @param consumer takes them.
     * @return kinds of errors.
     */
    public int errors(final ErrorConsumer consumer) {
        return ErrorLogReader.read(new UnsafeBuffer(buffer, layout.errors(), soundErrors()), consumer);
    }

    /** Bytes of the errors whose lengths can be right: Agrona's reader believes them. */
    private int soundErrors() {
        int end = 0;
        while (end + DistinctErrorLog.ENCODED_ERROR_OFFSET <= layout.errorsLength()) {
            final int length = buffer.getIntVolatile(layout.errors() + end + DistinctErrorLog.LENGTH_OFFSET);
            if (length < DistinctErrorLog.ENCODED_ERROR_OFFSET || length > layout.errorsLength() - end) {
                break;
            }
            end += BitUtil.align(length, DistinctErrorLog.RECORD_ALIGNMENT);
        }
        return Math.min(end, layout.errorsLength());
    }

    @Override
    public void close() {
        region.close();
    }
}
