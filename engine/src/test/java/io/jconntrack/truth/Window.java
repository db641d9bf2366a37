/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.truth;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Which connections may be in the table, as the generator tells the readers in a small file: of each worker, those
 * from "lowest" on have not all gone, and those from "next" on have not begun.
 */
final class Window {
    private static final int LENGTH = 4096;
    private static final int WORKER = 128;
    private static final int NEXT = 64;

    private final UnsafeBuffer buffer;
    private final MappedByteBuffer mapped;

    Window(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
            mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH);
        }
        buffer = new UnsafeBuffer(mapped);
    }

    void lowest(final int worker, final long i) {
        buffer.putLongVolatile(worker * WORKER, i);
    }

    long lowest(final int worker) {
        return buffer.getLongVolatile(worker * WORKER);
    }

    void next(final int worker, final long i) {
        buffer.putLongVolatile(worker * WORKER + NEXT, i);
    }

    long next(final int worker) {
        return buffer.getLongVolatile(worker * WORKER + NEXT);
    }
}
