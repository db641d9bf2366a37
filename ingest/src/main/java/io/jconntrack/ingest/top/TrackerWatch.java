/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.agent.TrackerStatus;
import io.jconntrack.snapshot.TableDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a tracker again and again, whatever becomes of it: it may end, start again, or not be there. Used by one
 * thread. Files are mapped for reading alone, and let go after each look.
 */
public final class TrackerWatch {
    private final TrackerFiles files;
    private Scanner scanner;
    private Object table;
    private Object cnc;
    private Counters before;
    private Rates rates;

    /**
     * Watch a tracker.
     *
     * @param files of it.
     */
    public TrackerWatch(final TrackerFiles files) {
        this.files = files;
    }

    /**
     * Look at it.
     *
     * @param query what to find in its table.
     * @param isPeek true for a look in between, which shows rates as the last one found them.
     * @return what is there to be seen; what can't be read is told in {@link Look#problem()}.
     */
    public Look look(final Query query, final boolean isPeek) {
        final long epochMillis = System.currentTimeMillis();
        Look.Phase phase = Look.Phase.ABSENT;
        Look.Identity identity = null;
        Counters counters = null;
        Sample sample = null;
        String problem = null;
        final long begunNanos = System.nanoTime();
        try {
            phase = phase();
            if (phase != Look.Phase.ABSENT) {
                try (TrackerStatus status = new TrackerStatus(files);
                    TableDump dump = TableDump.open(files.table(), System.nanoTime(),
                        TimeUnit.MILLISECONDS.toNanos(epochMillis))) {
                    final long nowNanos = System.nanoTime();
                    identity = new Look.Identity(dump.view().profile(), status.cnc().workers(),
                        TimeUnit.NANOSECONDS.toMillis(status.cnc().nanosSinceStart(nowNanos)),
                        TimeUnit.NANOSECONDS.toMillis(status.cnc().nanosSinceActive(nowNanos)));
                    counters = Counters.read(status, nowNanos);
                    count(counters, isPeek);
                    sample = scanner().scan(dump, query, isPeek);
                }
            }
        } catch (final NoSuchFileException e) {
            problem = e.getFile() + ": no such file";
        } catch (final IOException e) {
            problem = e.getMessage() == null ? e.toString() : e.getMessage();
        } catch (final InternalError e) {
            // somebody cut a mapped file short; the next look finds another
            problem = "a file of the tracker was cut short";
        }
        return new Look(phase, epochMillis, identity, counters, counters == null ? null : rates, sample,
            System.nanoTime() - begunNanos, problem);
    }

    private Look.Phase phase() throws IOException {
        if (Files.notExists(files.cnc())) {
            return Look.Phase.ABSENT;
        }
        return files.isAlive() ? Look.Phase.RUNNING : Look.Phase.ENDED;
    }

    /** A tracker that is started again counts from 0, in another file. */
    private void count(final Counters counters, final boolean isPeek) throws IOException {
        final Object file = key(files.cnc());
        if (!Objects.equals(file, cnc)) {
            cnc = file;
            before = null;
            rates = null;
        }
        if (!isPeek) {
            rates = before == null ? null : Rates.between(before, counters);
            before = counters;
        }
    }

    /** A new table has other connections under the same numbers. */
    private Scanner scanner() throws IOException {
        final Object file = key(files.table());
        if (scanner == null || !Objects.equals(file, table)) {
            table = file;
            scanner = new Scanner(System.nanoTime() ^ System.identityHashCode(this));
        }
        return scanner;
    }

    private static Object key(final Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
