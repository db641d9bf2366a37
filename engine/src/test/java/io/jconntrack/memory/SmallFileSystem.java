/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system in memory that is soon full.
 */
final class SmallFileSystem implements AutoCloseable {
    private final Path path;

    private SmallFileSystem(final Path path) {
        this.path = path;
    }

    /** Mount one of so many MiB; null where that is not permitted. */
    static SmallFileSystem mount(final Path path, final int mebibytes) throws IOException {
        Files.createDirectory(path);
        return run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", path.toString())
            ? new SmallFileSystem(path) : null;
    }

    private static boolean run(final String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(
                ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (final IOException e) {
            return false;
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("umount", path.toString());
    }
}
