/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.TableFileDescriptor.READY;
import static io.jconntrack.table.TableFileDescriptor.RECOVERING;
import static io.jconntrack.table.TableFileDescriptor.TABLE;

import io.jconntrack.entry.Recovery;
import io.jconntrack.entry.TableFileException;
import io.jconntrack.memory.Region;
import io.jconntrack.memory.SharedFile;
import io.jconntrack.settings.MemoryOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * A table in a file, as its owner has it: made when it is absent, else taken over with all its connections. A lock on
 * the file keeps it from having two owners; the kernel drops that when the owner is gone.
 * <p>
 * One thread opens and closes it.
 */
public final class TableFile implements AutoCloseable {
    private final SharedFile file;
    private final TableHeader header;
    private final ConnectionTable table;
    private final Recovery recovery;
    private final boolean isNew;

    private TableFile(final SharedFile file, final TableHeader header, final ConnectionTable table,
        final Recovery recovery) {
        this.file = file;
        this.header = header;
        this.table = table;
        this.isNew = recovery == Recovery.NOTHING;
        this.recovery = recovery;
    }

    /**
     * Make a table, or take one over. Then the caller links its entries in the wheels, and says {@link #ready()}.
     *
     * @param path of the file.
     * @param groupReadable whether its group may read it, and so the hash's seed.
     * @param shape of the table.
     * @param profile name of the tracker's profile, at most 16 letters.
     * @param memory how it is taken from the system.
     * @param states tells what a protocol knows.
     * @param nowNanos time of the owner; entries whose time is over are dropped.
     * @return the file, locked.
     * @throws TableFileException when it has a living owner, or is another table than the wanted one.
     * @throws IOException when the system refuses it.
     * @throws io.jconntrack.settings.MemoryUnavailableException when there is no space for it.
     */
    public static TableFile open(final Path path, final boolean groupReadable, final TableShape shape,
        final String profile, final MemoryOptions memory, final StateCheck states, final long nowNanos)
        throws IOException {
        final SharedFile file = SharedFile.open(path);
        TableFile opened = null;
        try {
            if (!file.tryLock()) {
                throw Refused.inUse(path, pid(path));
            }
            opened = isUnfinished(file) ? create(file, groupReadable, shape, profile, memory, nowNanos)
                : takeOver(file, groupReadable, shape, profile, memory, states, nowNanos);
            return opened;
        } finally {
            if (opened == null) {
                file.close();
            }
        }
    }

    /**
     * Whether a file holds a table that {@link #open} would take over, if it is the wanted one.
     *
     * @param path of the file.
     * @return false when there is none, or its owner had gone before it was ready, or has not got it ready yet.
     * @throws IOException when it can't be read, or is no such file.
     */
    public static boolean isThere(final Path path) throws IOException {
        if (Files.notExists(path)) {
            return false;
        }
        try (SharedFile file = SharedFile.openReadOnly(path)) {
            return !isUnfinished(file);
        }
    }

    /** The owner's pid as far as it can be read. */
    private static long pid(final Path path) throws IOException {
        try (SharedFile file = SharedFile.openReadOnly(path)) {
            final long length = file.length();
            if (length < TABLE) {
                return 0;
            }
            try (Region region = file.map(MemoryOptions.ON_DEMAND)) {
                return new TableHeader(path, region.address(), length).pid();
            }
        }
    }

    private static boolean isUnfinished(final SharedFile file) throws IOException {
        final long length = file.length();
        if (length == 0) {
            return true;
        }
        if (length < TABLE) {
            throw Refused.because(file.path(), "length", length, "at least " + TABLE);
        }
        try (SharedFile look = SharedFile.openReadOnly(file.path());
            Region region = look.map(MemoryOptions.ON_DEMAND)) {
            return new TableHeader(file.path(), region.address(), length).isUnfinished();
        }
    }

    private static TableFile create(final SharedFile file, final boolean groupReadable, final TableShape shape,
        final String profile, final MemoryOptions memory, final long nowNanos) throws IOException {
        file.permit(groupReadable);
        final long length = TableHeader.fileLength(shape);
        final Region region = file.create(length, memory);
        final TableHeader header = new TableHeader(file.path(), region.address(), length);
        final SecureRandom random = new SecureRandom();
        header.write(shape, profile, random.nextLong(), random.nextLong());
        header.pid(ProcessHandle.current().pid());
        final ConnectionTable table = new ConnectionTable(shape, header.newKey(), region, TABLE);
        OwnerTime.start(region.address() + TABLE, shape, nowNanos);
        return new TableFile(file, header, table, Recovery.NOTHING);
    }

    private static TableFile takeOver(final SharedFile file, final boolean groupReadable, final TableShape shape,
        final String profile, final MemoryOptions memory, final StateCheck states, final long nowNanos)
        throws IOException {
        final Region region = file.map(memory);
        TableFile taken = null;
        try {
            final TableHeader header = new TableHeader(file.path(), region.address(), region.length());
            header.check(shape, profile);
            final long before = OwnerTime.latest(region.address() + TABLE, shape);
            if (before > nowNanos) {
                // of another boot, most likely: no deadline in it means anything
                throw Refused.because(file.path(), "time", before, "at most " + nowNanos);
            }
            file.permit(groupReadable);
            header.state(RECOVERING);
            header.pid(ProcessHandle.current().pid());
            final ConnectionTable table = new ConnectionTable(shape, header.newKey(), region, TABLE);
            taken = new TableFile(file, header, table, table.recover(nowNanos, states));
            OwnerTime.start(region.address() + TABLE, shape, nowNanos);
            return taken;
        } finally {
            if (taken == null) {
                region.close();
            }
        }
    }

    /** Everything is in its place: readers may come, and the table is kept from now on. */
    public void ready() {
        header.state(READY);
    }

    /**
     * The table, as its first worker sees it.
     *
     * @return the table; the file closes it.
     */
    public ConnectionTable table() {
        return table;
    }

    /**
     * Whether the file was made just now.
     *
     * @return false when a table was taken over.
     */
    public boolean isNew() {
        return isNew;
    }

    /**
     * What was found.
     *
     * @return {@link Recovery#NOTHING} for a new file.
     */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * First half of the hash's seed.
     *
     * @return secret.
     */
    public long seed0() {
        return header.seed0();
    }

    /**
     * Second half of the hash's seed.
     *
     * @return secret.
     */
    public long seed1() {
        return header.seed1();
    }

    /** Give the file up; it stays with all its connections. */
    @Override
    public void close() {
        table.close();
        file.close();
    }
}
