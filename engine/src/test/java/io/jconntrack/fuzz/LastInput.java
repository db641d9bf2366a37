/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The input at work, in a mapped file: when the process is killed for a read outside a packet, nobody else can tell.
 */
final class LastInput {
    private static final int LENGTH = 1 << 20;
    private static final MappedByteBuffer FILE = map();

    private LastInput() {
    }

    private static MappedByteBuffer map() {
        try {
            final Path path = Path.of("target", "fuzz-last-input");
            Files.createDirectories(path.getParent());
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
                return channel.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Note an input: its length in four bytes (big-endian), and itself as far as there is room. */
    static void is(final byte[] input, final int length) {
        FILE.putInt(0, length);
        FILE.put(4, input, 0, Math.min(length, LENGTH - 4));
    }
}
