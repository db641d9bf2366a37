/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/**
 * What went wrong, in a sentence that names the file.
 */
final class Messages {
    private Messages() {
    }

    /** Tell how many of something were printed, as conntrack does. */
    static void shown(final CommandLine.Model.CommandSpec spec, final long count, final String what) {
        spec.commandLine().getErr().println("jconntrack: " + count + " " + what + " shown");
        spec.commandLine().getErr().flush();
    }

    /**
     * A sentence.
     *
     * @param failure of which many hold nothing but the name of the file.
     */
    static String of(final IOException failure) {
        return switch (failure) {
            case final NoSuchFileException missing -> missing.getFile() + ": no such file";
            case final AccessDeniedException denied -> denied.getFile() + ": permission denied to user "
                + System.getProperty("user.name");
            case final FileSystemException other when other.getReason() == null ->
                other.getFile() + ": " + other.getClass().getSimpleName().replace("Exception", "");
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
