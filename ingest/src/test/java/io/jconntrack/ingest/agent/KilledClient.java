/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.agent;

import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A client that is killed while it writes a command.
 */
final class KilledClient {
    private KilledClient() {
    }

    /**
     * The process.
     *
     * @param args the tracker's name and the directory that its files are in.
     */
    public static void main(final String[] args) throws Exception {
        final TrackerFiles files = new TrackerFiles(args[0], Path.of(args[1]));
        try (CncReader cnc = CncReader.on(files.cnc(), SharedFiles.map(files.cnc(), true))) {
            for (int i = 0; i < 3; i++) {
                cnc.commands(0).write(CommandDescriptor.DELETE, new UnsafeBuffer(new byte[32]), 0, 32);
            }
            cnc.commands(0).tryClaim(CommandDescriptor.DELETE, 1000);
            System.out.println("claimed");
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
