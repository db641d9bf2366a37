/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.table;

import static io.jconntrack.table.TableFileDescriptor.READY;
import static io.jconntrack.table.TableFileDescriptor.TABLE;

import io.jconntrack.entry.Column;
import io.jconntrack.entry.TableFileException;
import io.jconntrack.entry.TableView;
import io.jconntrack.memory.Region;
import io.jconntrack.memory.SharedFile;
import io.jconntrack.settings.MemoryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.agrona.UnsafeApi;

/**
 * A table's file as any process may read it, whether its owner runs, is stopped or has gone. It is mapped for reading
 * alone: the owner never notices. What stands in the file is checked before it is believed, whatever that is.
 * <p>
 * One thread uses it. It stays good when another tracker takes the file over. When somebody cuts the file short under
 * it, reading throws {@link InternalError}.
 */
public final class MappedTable implements TableView {
    private final SharedFile file;
    private final Region region;
    private final TableHeader header;
    private final TableShape shape;
    private final TableLayout layout;
    private final String profile;
    private final long memory;
    private final ConnectionIndex index;
    private final TableReader reader;

    private MappedTable(final SharedFile file, final Region region, final TableHeader header, final TableShape shape) {
        this.file = file;
        this.region = region;
        this.header = header;
        this.shape = shape;
        profile = header.profile();
        memory = region.address() + TABLE;
        layout = shape.layout();
        // nothing is inserted here
        index = new ConnectionIndex(null, memory + layout.buckets, layout.bucketCount, memory + layout.entries);
        reader = new TableReader(index, shape.capacity(), new Columns(layout, memory));
    }

    /**
     * Look at a table.
     *
     * @param path of its file.
     * @return the view.
     * @throws TableFileException when the file holds no table, or not yet.
     * @throws IOException when it is not there or must not be read.
     */
    public static MappedTable open(final Path path) throws IOException {
        final SharedFile file = SharedFile.openReadOnly(path);
        Region region = null;
        MappedTable view = null;
        try {
            final long length = file.length();
            if (length < TABLE) {
                throw Refused.because(path, "length", length, "at least " + TABLE);
            }
            region = file.map(MemoryOptions.ON_DEMAND);
            final TableHeader header = new TableHeader(path, region.address(), region.length());
            view = new MappedTable(file, region, header, header.check());
            return view;
        } finally {
            if (view == null) {
                if (region != null) {
                    region.close();
                }
                file.close();
            }
        }
    }

    @Override
    public int capacity() {
        return shape.capacity();
    }

    @Override
    public int workers() {
        return shape.workers();
    }

    @Override
    public Set<Column> columnSet() {
        return shape.columns();
    }

    @Override
    public String profile() {
        return profile;
    }

    @Override
    public int size() {
        long size = 0;
        for (int i = 0; i < shape.workers(); i++) {
            size += sizeOf(i);
        }
        return Math.clamp(size, 0, shape.capacity());
    }

    @Override
    public int size(final int worker) {
        return Math.clamp(sizeOf(Objects.checkIndex(worker, shape.workers())), 0, shape.capacity());
    }

    private long sizeOf(final int worker) {
        return UnsafeApi.getLongAcquire(null,
            memory + layout.workers + (long)worker * TableLayout.WORKER_LENGTH + TableLayout.WORKER_SIZE);
    }

    ConnectionIndex index() {
        return index;
    }

    @Override
    public long ownersNanos() {
        return OwnerTime.latest(memory, shape);
    }

    @Override
    public long ownersPid() {
        return header.pid();
    }

    @Override
    public boolean isOwnerAlive() throws IOException {
        return file.isLocked();
    }

    @Override
    public boolean isReady() {
        return header.state() == READY;
    }

    @Override
    public int bound() {
        return Math.clamp(UnsafeApi.getIntVolatile(null, memory + EntryPool.EVER_USED), 0, shape.capacity());
    }

    @Override
    public TupleKey newKey() {
        return header.newKey();
    }

    /**
     * The entry that was read last.
     *
     * @return its number.
     */
    public int number() {
        return reader.number();
    }

    /**
     * Copy an entry, and what stands beside it, by its number.
     *
     * @param number of it, 0 to capacity - 1.
     * @return {@link TableReader#OK}, {@link TableReader#ABSENT} or {@link TableReader#BUSY}, which lasts when the
     *     owner was stopped or killed in the middle of a change.
     */
    public int read(final int number) {
        return checked(reader.read(number));
    }

    /**
     * Copy the entry of a key, and what stands beside it.
     *
     * @param key to look for.
     * @return {@link TableReader#OK}, {@link TableReader#ABSENT} or {@link TableReader#BUSY}.
     */
    public int find(final TupleKey key) {
        return checked(reader.find(key));
    }

    private int checked(final int result) {
        return result != TableReader.OK || EntryCheck.isPlausible(reader.entry(), shape.workers()) ? result
            : TableReader.ABSENT;
    }

    /**
     * Address of the copy.
     *
     * @return an entry as {@link EntryDescriptor} lays it out; valid until the next read.
     */
    public long entry() {
        return reader.entry();
    }

    /**
     * What stood beside the copied entry.
     *
     * @return columns in which the copy has the number 0.
     */
    public Columns columns() {
        return reader.columns();
    }

    @Override
    public void close() {
        reader.close();
        region.close();
        file.close();
    }
}
