/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench.fault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Numbers in a mapped file: what a process stored in them is there after it was killed.
 */
final class Notes implements AutoCloseable {
    private static final int COUNT = 512;

    private final UnsafeBuffer words;

    private Notes(final UnsafeBuffer words) {
        this.words = words;
    }

    /** Open them; all are 0 where there was no file. */
    static Notes open(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE)) {
            return new Notes(new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, COUNT * 8)));
        }
    }

    void put(final int index, final long value) {
        words.putLongRelease(index * 8, value);
    }

    long get(final int index) {
        return words.getLongVolatile(index * 8);
    }

    @Override
    public void close() {
        IoUtil.unmap(words.byteBuffer());
    }
}
