/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs another verb of this program, and is started again when it dies.
 */
final class Child implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 3;

    /** Status of a process that a signal killed, less the signal's number. */
    private static final int SIGNALLED = 128;

    private final String name;
    private final List<String> command;
    private Process process;

    /**
     * Start it; it has this process's standard error.
     *
     * @param name in words, for messages.
     * @param arguments the verb and its options.
     */
    Child(final String name, final List<String> arguments) throws IOException {
        this.name = name;
        command = new ArrayList<>(self());
        command.add(arguments.getFirst());
        command.addAll(List.of("--parent", String.valueOf(ProcessHandle.current().pid())));
        command.addAll(arguments.subList(1, arguments.size()));
        start();
    }

    /** The command that started this process, up to the main class. */
    private static List<String> self() throws IOException {
        final String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        final List<String> words = List.of(line.split("\0"));
        return words.subList(0, words.indexOf(Main.class.getName()) + 1);
    }

    private void start() throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectInput(Path.of("/dev/null").toFile()).start();
    }

    /**
     * Start it again when a signal killed it.
     *
     * @return what happened, in words, or null for nothing.
     * @throws IOException when it ended by itself: it has said why.
     */
    String revive() throws IOException {
        if (process.isAlive()) {
            return null;
        }
        final int status = process.exitValue();
        if (status < SIGNALLED) {
            throw new IOException("the " + name + " ended: status=" + status);
        }
        start();
        return "the " + name + " was killed by signal " + (status - SIGNALLED) + " and is started again";
    }

    @Override
    public String toString() {
        return name;
    }

    /** Number of its process. */
    long pid() {
        return process.pid();
    }

    /** Tell it to stop. */
    void stop() {
        process.destroy();
    }

    /** Stop it, and wait until it has. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
