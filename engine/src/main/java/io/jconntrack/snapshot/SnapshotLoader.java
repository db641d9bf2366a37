/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.snapshot;

import io.jconntrack.Conntrack;
import io.jconntrack.Loaded;
import io.jconntrack.entry.Column;
import io.jconntrack.settings.Profile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Set;
import org.agrona.CloseHelper;

/**
 * Gives a tracker the connections of a dump, so that it goes on with them.
 * <p>
 * The time between the dump and the loading counts, by the wall clock, since the tracker's own may have started anew:
 * a connection that had 100 seconds left has 40 a minute later. When the wall clock has gone back, no time has passed.
 */
public final class SnapshotLoader implements AutoCloseable {
    private final FileChannel channel;
    private final String name;
    private long epochNanos;

    private SnapshotLoader(final FileChannel channel, final String name) {
        this.channel = channel;
        this.name = name;
    }

    /**
     * Open a snapshot's file, and read it through: of a damaged one nothing will be loaded.
     *
     * @param file to load.
     * @param profile of the tracker that will load it.
     * @return a loader that keeps the file open.
     * @throws IOException when it can't be read, is damaged, or of another profile than the tracker's.
     */
    public static SnapshotLoader open(final Path file, final Profile profile) throws IOException {
        return open(FileChannel.open(file, StandardOpenOption.READ), file.toString(), profile);
    }

    /**
     * Read a snapshot's file through that is open.
     *
     * @param channel of a regular file; closed with the loader, and when this fails.
     * @param name of it, for messages.
     * @param profile of the tracker that will load it.
     * @return a loader.
     * @throws IOException when it can't be read, is damaged, or of another profile than the tracker's.
     */
    public static SnapshotLoader open(final FileChannel channel, final String name, final Profile profile)
        throws IOException {
        final SnapshotLoader loader = new SnapshotLoader(channel, name);
        boolean done = false;
        try {
            loader.check(profile);
            done = true;
            return loader;
        } finally {
            if (!done) {
                loader.close();
            }
        }
    }

    private void check(final Profile profile) throws IOException {
        final SnapshotReader reader = SnapshotReader.open(channel, name);
        if (reader.settings().profile() != profile) {
            throw new IOException(name + ": of another profile than the tracker's: profile="
                + reader.settings().profile().label() + " expected=" + profile.label());
        }
        epochNanos = reader.epochNanos();
        while (reader.next()) {
            // damage shows by itself
        }
    }

    /**
     * Load the file.
     *
     * @param conntrack that takes the connections; its thread calls this, between two packets.
     * @param nowNanos the present on its clock.
     * @param epochNanos the same moment, nanoseconds since 1970.
     * @return what became of the connections.
     * @throws IOException when it can't be read or was changed since it was opened; what was read before is loaded.
     */
    public LoadResult load(final Conntrack conntrack, final long nowNanos, final long epochNanos)
        throws IOException {
        channel.position(0);
        return load(SnapshotReader.open(channel, name), conntrack, nowNanos, epochNanos);
    }

    /**
     * The file.
     *
     * @return its name as it was given.
     */
    public String name() {
        return name;
    }

    /**
     * The moment that the file shows.
     *
     * @return nanoseconds since 1970.
     */
    public long epochNanos() {
        return epochNanos;
    }

    @Override
    public void close() {
        CloseHelper.quietClose(channel);
    }

    /**
     * Load a dump.
     *
     * @param dump of a tracker of the same profile; not closed.
     * @param conntrack that takes the connections; its thread calls this, between two packets.
     * @param nowNanos the present on its clock.
     * @param epochNanos the same moment, nanoseconds since 1970.
     * @return what became of the connections.
     * @throws IOException when the dump can't be read; what was read before is loaded.
     * @throws IllegalArgumentException when the dump's profile is another one.
     */
    public static LoadResult load(final Dump dump, final Conntrack conntrack, final long nowNanos,
        final long epochNanos) throws IOException {
        if (dump.settings().profile() != conntrack.settings().profile()) {
            throw new IllegalArgumentException("of another profile than the tracker's: profile="
                + dump.settings().profile().label());
        }
        final long passed = Math.max(0, epochNanos - dump.epochNanos());
        final long shift = nowNanos - passed - dump.nowNanos();
        final long[] counts = new long[Loaded.values().length];
        Set<Column> without = Set.of();
        boolean first = true;
        while (dump.next()) {
            if (first) {
                without = without(dump, conntrack);
                first = false;
            }
            counts[conntrack.load(dump.connection(), shift, nowNanos).ordinal()]++;
        }
        return new LoadResult(counts[Loaded.LOADED.ordinal()], counts[Loaded.EXPIRED.ordinal()],
            counts[Loaded.DUPLICATE.ordinal()], counts[Loaded.FULL.ordinal()], without);
    }

    private static Set<Column> without(final Dump dump, final Conntrack conntrack) {
        final Set<Column> without = EnumSet.noneOf(Column.class);
        for (final Column column : Column.values()) {
            if (conntrack.table().has(column) && !dump.connection().has(column)) {
                without.add(column);
            }
        }
        return without;
    }
}
