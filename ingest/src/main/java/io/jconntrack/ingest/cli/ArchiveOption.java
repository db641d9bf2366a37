/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * Which archive is meant.
 */
final class ArchiveOption {
    @Option(names = "--archive", paramLabel = "FILE",
        description = "The archive. Default: $XDG_STATE_HOME/jconntrack/archive.dat, where XDG_STATE_HOME is "
            + "~/.local/state unless it is set.")
    private Path file;

    Path file() {
        if (file != null) {
            return file;
        }
        final String state = System.getenv("XDG_STATE_HOME");
        final Path base = state != null && state.startsWith("/") ? Path.of(state)
            : Path.of(System.getProperty("user.home"), ".local", "state");
        return base.resolve("jconntrack").resolve("archive.dat");
    }
}
