/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.openhft.chronicle.hash.ChronicleHashRecoveryFailedException;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * The Chronicle Map of an archive: made, checked before it is opened, repaired after somebody was killed.
 */
final class ArchiveFile implements AutoCloseable {
    private static final long WAIT_MILLIS = 60_000;
    private static final int HEADER_MAX = 1 << 14;
    private static final int PAGE = 4096;
    private static final int HEADER_TEXT = 12;
    private static final Pattern CLASS = Pattern.compile("^!net\\.openhft\\.chronicle\\.map\\.VanillaChronicleMap ");
    private static final Pattern SIZES = Pattern.compile("constantSize: (\\d+)");

    private final ArchiveUsers users;
    private final ChronicleMap<byte[], byte[]> map;
    private final ArchiveSize size;

    private ArchiveFile(final ArchiveUsers users, final ChronicleMap<byte[], byte[]> map, final ArchiveSize size) {
        this.users = users;
        this.map = map;
        this.size = size;
    }

    /**
     * Open an archive.
     *
     * @param path of it.
     * @param toMake its size when it is absent; null when it must be there.
     * @param notes takes a sentence about a repair.
     */
    static ArchiveFile open(final Path path, final ArchiveSize toMake, final Consumer<String> notes)
        throws IOException {
        if (toMake == null && !Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (Files.isDirectory(path)) {
            throw new IOException(path + ": is a directory");
        }
        final ArchiveUsers users = ArchiveUsers.open(path);
        ArchiveFile opened = null;
        try {
            // what is foreign is refused before anything is done to it
            if (Files.exists(path)) {
                checkHeader(path);
            }
            users.enter(false, WAIT_MILLIS);
            while (!Files.exists(path) || users.hasDead()) {
                users.enter(true, WAIT_MILLIS);
                if (!Files.exists(path)) {
                    make(path, toMake);
                    users.clear();
                } else if (users.hasDead()) {
                    repair(path, notes);
                    users.clear();
                }
                users.enter(false, WAIT_MILLIS);
            }
            checkHeader(path);
            users.join();
            opened = openMap(path, users);
            return opened;
        } finally {
            if (opened == null) {
                users.close();
            }
        }
    }

    private static ArchiveFile openMap(final Path path, final ArchiveUsers users) throws IOException {
        ChronicleMap<byte[], byte[]> map = null;
        ArchiveFile file = null;
        try {
            map = builder(ArchiveSize.byDefault()).createPersistedTo(path.toFile());
            file = new ArchiveFile(users, map, about(path, map));
            return file;
        } catch (final RuntimeException e) {
            throw new IOException(path + ": " + told(path, e), e);
        } catch (final IOException e) {
            throw e.getMessage() != null && e.getMessage().startsWith(path.toString()) ? e
                : new IOException(path + ": " + told(path, e), e);
        } finally {
            if (file == null && map != null) {
                map.close();
            }
        }
    }

    /** What Chronicle says, without the file's name that stands before it in any case. */
    private static String told(final Path path, final Exception e) {
        final String message = String.valueOf(e.getMessage());
        final String prefix = "file=" + path.toAbsolutePath() + ' ';
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    /** Made under another name, so that a half-made one never has the archive's. */
    private static void make(final Path path, final ArchiveSize size) throws IOException {
        final Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        boolean done = false;
        try {
            fill(fresh, size);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        } catch (final IOException | RuntimeException e) {
            // that of a full file system names no file
            throw new IOException(path + ": can't be made: " + told(fresh, e), e);
        } finally {
            if (!done) {
                Files.deleteIfExists(fresh);
            }
        }
    }

    private static void fill(final Path fresh, final ArchiveSize size) throws IOException {
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (ChronicleMap<byte[], byte[]> map = builder(size).createPersistedTo(fresh.toFile())) {
            final byte[] key = Keys.about();
            map.put(key, Checks.seal(key, ByteBuffer.allocate(ArchiveDescriptor.VALUE_LENGTH)
                .putInt(ArchiveDescriptor.ABOUT_MAGIC, ArchiveDescriptor.MAGIC)
                .putInt(ArchiveDescriptor.ABOUT_VERSION, ArchiveDescriptor.LAYOUT_VERSION)
                .putInt(ArchiveDescriptor.ABOUT_KEEP, size.keep())
                .putLong(ArchiveDescriptor.ABOUT_ENTRIES, size.entries())));
        }
    }

    /**
     * Entries have no check of Chronicle's: it would throw away a whole part of a history for a write that was cut
     * short in one of its observations, which have checks of their own. There are no overflow segments, because its
     * repair does not find those again (Chronicle-Map issue 251).
     */
    private static ChronicleMapBuilder<byte[], byte[]> builder(final ArchiveSize size) {
        return ChronicleMapBuilder.of(byte[].class, byte[].class).name("jconntrack archive")
            .constantKeySizeBySample(new byte[ArchiveDescriptor.KEY_LENGTH])
            .constantValueSizeBySample(new byte[ArchiveDescriptor.VALUE_LENGTH])
            .entries(size.entries()).checksumEntries(false).allowSegmentTiering(false).putReturnsNull(true)
            .skipCloseOnExitHook(true);
    }

    private static void repair(final Path path, final Consumer<String> notes) throws IOException {
        checkHeader(path);
        // whether the file is as long as it should be is only looked at here, not by the repair; no entry is, since the
        // killed process may have left its lock behind
        try {
            builder(ArchiveSize.byDefault()).createPersistedTo(path.toFile()).close();
        } catch (final RuntimeException | IOException e) {
            throw new IOException(path + ": " + told(path, e), e);
        }
        notes.accept(path + ": a process was killed while it had the archive open; repairing it");
        try {
            builder(ArchiveSize.byDefault()).recoverPersistedTo(path.toFile(), false).close();
        } catch (final ChronicleHashRecoveryFailedException e) {
            throw new IOException(path + ": can't be repaired: " + told(path, e), e);
        }
    }

    /** Chronicle's header, before Chronicle is let at the file: it would wait for a header that never comes. */
    private static void checkHeader(final Path path) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(HEADER_MAX);
        final long size;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            size = file.size();
            while (bytes.hasRemaining() && file.read(bytes) > 0) {
                // until there is enough of it
            }
        }
        final int length = bytes.position();
        final String text = length <= HEADER_TEXT ? ""
            : new String(bytes.array(), HEADER_TEXT, length - HEADER_TEXT, StandardCharsets.ISO_8859_1);
        if (!CLASS.matcher(text).find()) {
            throw new IOException(path + ": not an archive: no header of a Chronicle Map at its beginning");
        }
        if (size % PAGE != 0) {
            throw new IOException(path + ": has been cut: " + size + " bytes are not whole pages of " + PAGE);
        }
        final Matcher sizes = SIZES.matcher(text);
        final int key = sizes.find() ? Integer.parseInt(sizes.group(1)) : 0;
        final int value = sizes.find() ? Integer.parseInt(sizes.group(1)) : 0;
        if (key != ArchiveDescriptor.KEY_LENGTH || value != ArchiveDescriptor.VALUE_LENGTH) {
            throw new IOException(path + ": a Chronicle Map, but not an archive of layout version "
                + ArchiveDescriptor.LAYOUT_VERSION + ": its keys have " + key + " bytes and its values " + value
                + " instead of " + ArchiveDescriptor.KEY_LENGTH + " and " + ArchiveDescriptor.VALUE_LENGTH);
        }
    }

    private static ArchiveSize about(final Path path, final ChronicleMap<byte[], byte[]> map) throws IOException {
        final byte[] key = Keys.about();
        final byte[] value = map.get(key);
        final ByteBuffer from = value == null ? null : ByteBuffer.wrap(value);
        if (from == null || from.getInt(ArchiveDescriptor.ABOUT_MAGIC) != ArchiveDescriptor.MAGIC) {
            throw new IOException(path + ": a Chronicle Map, but not an archive: the entry that tells what it is is "
                + (from == null ? "missing" : "another's"));
        }
        final int version = from.getInt(ArchiveDescriptor.ABOUT_VERSION);
        if (version != ArchiveDescriptor.LAYOUT_VERSION) {
            throw new IOException(path + ": layout version " + version + " is "
                + (version > ArchiveDescriptor.LAYOUT_VERSION ? "newer" : "other") + " than this program's, "
                + ArchiveDescriptor.LAYOUT_VERSION);
        }
        if (!Checks.isWhole(key, value)) {
            throw new IOException(path + ": damaged: the check of the entry that tells what it is does not fit");
        }
        try {
            return new ArchiveSize(from.getLong(ArchiveDescriptor.ABOUT_ENTRIES),
                from.getInt(ArchiveDescriptor.ABOUT_KEEP));
        } catch (final IllegalArgumentException e) {
            throw new IOException(path + ": damaged: " + e.getMessage(), e);
        }
    }

    ChronicleMap<byte[], byte[]> map() {
        return map;
    }

    ArchiveSize size() {
        return size;
    }

    @Override
    public void close() throws IOException {
        map.close();
        users.close();
    }
}
