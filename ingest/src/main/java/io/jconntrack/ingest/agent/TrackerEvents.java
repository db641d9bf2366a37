/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import io.jconntrack.event.EventHandler;
import io.jconntrack.event.EventReader;
import io.jconntrack.memory.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The events of a tracker from now on, those of all its workers, read in another process without disturbing it. Events
 * of one worker are in their order; used by one thread.
 */
public final class TrackerEvents implements AutoCloseable {
    private final List<Region> regions = new ArrayList<>();
    private final List<EventReader> readers = new ArrayList<>();

    /**
     * Listen to a tracker.
     *
     * @param files of it.
     * @throws IOException when they can't be read.
     */
    public TrackerEvents(final TrackerFiles files) throws IOException {
        boolean done = false;
        try (CncReader cnc = CncReader.open(files.cnc())) {
            for (int worker = 0; worker < cnc.workers(); worker++) {
                final Region region = SharedFiles.map(files.events(worker), false);
                regions.add(region);
                readers.add(reader(files.events(worker), region));
            }
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private static EventReader reader(final Path file, final Region region) throws IOException {
        try {
            return new EventReader(new UnsafeBuffer(region.address(), (int)region.length()));
        } catch (final IllegalArgumentException other) {
            throw new IOException(file + ": " + other.getMessage(), other);
        }
    }

    /**
     * Read what has happened.
     *
     * @param handler of events and losses.
     * @param limit of events from each worker.
     * @return events read.
     */
    public int poll(final EventHandler handler, final int limit) {
        int events = 0;
        for (final EventReader reader : readers) {
            events += reader.poll(handler, limit);
        }
        return events;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(regions);
    }
}
