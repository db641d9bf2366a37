/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A process that adds snapshots of its own to an archive and says so: arguments are the archive, its name, its
 * connections' first number, how many there are, how many snapshots, and the archive's entries. In snapshot n of them
 * each connection has n + 1 packets.
 */
final class ArchiveProcess {
    private ArchiveProcess() {
    }

    public static void main(final String[] args) throws IOException {
        final int first = Integer.parseInt(args[2]);
        final int connections = Integer.parseInt(args[3]);
        final ArchiveSize size = new ArchiveSize(Long.parseLong(args[5]), 1_000);
        try (Traffic traffic = new Traffic();
            Archive archive = Archive.openOrCreate(Path.of(args[0]), size, System.err::println)) {
            System.out.println("open");
            for (int n = 0; n < Integer.parseInt(args[4]); n++) {
                for (int i = 0; i < connections; i++) {
                    traffic.udp(first + i, true);
                }
                final SnapshotInfo added = archive.add(traffic.dump(), args[1] + '-' + n, count -> true);
                System.out.println(added.number() + " " + added.source());
            }
        }
        System.out.println("closed");
    }
}
