/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import io.jconntrack.snapshot.Dump;
import io.jconntrack.text.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import net.openhft.chronicle.hash.locks.InterProcessDeadLockException;

/**
 * Many snapshots over time, by connection: a Chronicle Map in a file, which any number of processes may have open, add
 * to and read at once. Used by one thread; a process opens an archive once at a time.
 * <p>
 * <b>Guarantees.</b>
 * <ul>
 * <li>A snapshot is in the catalogue as soon as its adding begins, and complete once all of it is there; what was added
 * before stays whatever happens to an adding: a process that is killed, a full archive.</li>
 * <li>After a process was killed, whoever opens the archive next repairs it first, when all others have closed it.</li>
 * <li>What was damaged is not shown, and counted.</li>
 * </ul>
 * Writes reach the disk when the kernel writes them: a crash of the machine is not a crash of a process.
 */
public final class Archive implements AutoCloseable {
    private static final long ASK_EVERY = 1024;

    private final Path path;
    private final ArchiveFile file;
    private final Histories histories;
    private final Catalogue catalogue;

    private Archive(final Path path, final ArchiveFile file) {
        this.path = path;
        this.file = file;
        histories = new Histories(file.map(), file.size());
        catalogue = new Catalogue(file.map());
    }

    /**
     * Open an archive that is there.
     *
     * @param path of it.
     * @param notes takes a sentence when it has to be repaired.
     * @return the archive.
     * @throws IOException when it can't be opened, or is none: the message says which file and why.
     */
    public static Archive open(final Path path, final Consumer<String> notes) throws IOException {
        return new Archive(path, ArchiveFile.open(path, null, notes));
    }

    /**
     * Open an archive, or make it, with its directory.
     *
     * @param path of it.
     * @param size of a new one; one that is there keeps its own.
     * @param notes takes a sentence when it has to be repaired.
     * @return the archive.
     * @throws IOException when it can't be opened or made, or is none: the message says which file and why.
     */
    public static Archive openOrCreate(final Path path, final ArchiveSize size, final Consumer<String> notes)
        throws IOException {
        final Path directory = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        return new Archive(path, ArchiveFile.open(path, size, notes));
    }

    /**
     * Add a snapshot.
     *
     * @param dump read to its end.
     * @param source the tracker's name, or the file that the dump is of; its last 158 bytes are kept.
     * @param goOn asked now and then with the number of connections added; when it says false the adding ends, and the
     *     snapshot stays incomplete.
     * @return the snapshot as it is in the catalogue now.
     * @throws IOException when the archive is full, or the dump can't be read. The snapshot stays incomplete.
     */
    public SnapshotInfo add(final Dump dump, final String source, final LongPredicate goOn) throws IOException {
        try {
            final int number = catalogue.begin(dump.epochNanos(), source);
            long added = 0;
            while (dump.next()) {
                final Tuple tuple = Tuple.of(dump.connection());
                histories.add(Keys.history(tuple), Observation.of(dump, number, Keys.isFromSecond(tuple)));
                added++;
                if (added % ASK_EVERY == 0 && !goOn.test(added)) {
                    return new SnapshotInfo(number, dump.epochNanos(), source, -1);
                }
            }
            catalogue.complete(number, added);
            return new SnapshotInfo(number, dump.epochNanos(), source, added);
        } catch (final InterProcessDeadLockException e) {
            throw new IOException(path + ": a process that was killed has a lock in it; close it everywhere, then open"
                + " it again", e);
        } catch (final IllegalStateException e) {
            if (e.getMessage() != null && e.getMessage().contains("extra segment tier")) {
                throw full(e);
            }
            throw e;
        }
    }

    private IOException full(final IllegalStateException cause) {
        return new IOException(path + ": full: it was made for " + file.size().entries() + " entries and holds "
            + entries() + "; begin another with --entries", cause);
    }

    /**
     * What is known of a connection.
     *
     * @param tuple of it, in either direction.
     * @return its history, empty when it is in no snapshot.
     */
    public History history(final Tuple tuple) {
        return histories.read(Keys.history(tuple));
    }

    /**
     * Which snapshots were added.
     *
     * @return all, in the order in which they were begun.
     */
    public List<SnapshotInfo> catalogue() {
        return catalogue.list();
    }

    /**
     * How much is used.
     *
     * @return entries: parts of histories, two for each snapshot, one about the archive.
     */
    public long entries() {
        return file.map().longSize();
    }

    /**
     * Its size.
     *
     * @return as it was made.
     */
    public ArchiveSize size() {
        return file.size();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
