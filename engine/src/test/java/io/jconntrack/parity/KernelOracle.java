/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import io.jconntrack.settings.Setting;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The running kernel, asked through the oracle program: a directory with its source or its binary, named by the
 * system property {@code jconntrack.oracle} or by {@code JCONNTRACK_ORACLE}. Needs root, /dev/net/tun and nft.
 */
final class KernelOracle {
    private static final String PROGRAM = "ctoracle";

    private final Path program;

    private KernelOracle(final Path program) {
        this.program = program;
    }

    /** What is missing to ask the kernel, or null. */
    static String missing() {
        final Path where = where();
        if (where == null) {
            return "neither -Djconntrack.oracle nor JCONNTRACK_ORACLE says where the oracle is";
        }
        if (!Files.exists(where)) {
            return where + " does not exist";
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return "asking the kernel needs root";
        }
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            return "there is no /dev/net/tun";
        }
        if (!onPath("nft")) {
            return "there is no nft (Debian: nftables)";
        }
        return Files.isExecutable(where) && !Files.isDirectory(where) || Files.isExecutable(where.resolve(PROGRAM))
            || onPath("cc") ? null : "there is no cc to compile the oracle";
    }

    private static Path where() {
        final String named = System.getProperty("jconntrack.oracle", System.getenv("JCONNTRACK_ORACLE"));
        return named == null || named.isBlank() ? null : Path.of(named);
    }

    private static boolean onPath(final String name) {
        for (final String directory : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":")) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }

    /** The oracle, compiled into this module's target directory when there is only its source. */
    static KernelOracle open() throws IOException {
        if (missing() != null) {
            throw new IOException(missing());
        }
        final Path where = where();
        if (Files.isRegularFile(where)) {
            return new KernelOracle(where);
        }
        final Path built = where.resolve(PROGRAM);
        if (Files.isExecutable(built)) {
            return new KernelOracle(built);
        }
        final Path source = where.resolve(PROGRAM + ".c");
        final Path own = target().resolve(PROGRAM);
        if (!Files.exists(own) || Files.getLastModifiedTime(own).compareTo(Files.getLastModifiedTime(source)) < 0) {
            final Process cc = new ProcessBuilder("cc", "-O2", "-o", own.toString(), source.toString())
                .redirectErrorStream(true).start();
            final String output = new String(cc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (exitOf(cc) != 0) {
                throw new IOException("cannot compile " + source + ": " + output);
            }
        }
        return new KernelOracle(own);
    }

    private static Path target() {
        return Path.of(KernelOracle.class.getProtectionDomain().getCodeSource().getLocation().getPath()).getParent();
    }

    private static int exitOf(final Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Ask about a capture.
     *
     * @param settings that differ from the kernel's defaults, by any of their names.
     * @param remarks whether the kernel's own words are wanted.
     */
    Run run(final Capture capture, final Map<String, String> settings, final boolean remarks) throws IOException {
        return new Run(capture, settings, remarks);
    }

    /** Answers, one for each packet, and then the table. */
    final class Run implements Iterator<Answer>, AutoCloseable {
        private final Path tableFile = Files.createTempFile("parity", ".table");
        private final Path errorFile = Files.createTempFile("parity", ".err");
        private final Process process;
        private final BufferedReader answers;
        private int left;

        private Run(final Capture capture, final Map<String, String> settings, final boolean remarks)
            throws IOException {
            left = capture.size();
            final List<String> command = new ArrayList<>(List.of(program.toString(), "--udp-sleep",
                "eager", "-d", tableFile.toString()));
            if (!remarks) {
                command.add("--no-reasons");
            }
            settings.forEach((name, value) -> command.addAll(List.of("-s",
                Setting.of(name).linuxName() + "=" + value)));
            command.add("-");
            process = new ProcessBuilder(command).redirectError(errorFile.toFile()).start();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            Thread.ofPlatform().daemon().start(() -> feed(capture));
        }

        private void feed(final Capture capture) {
            try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
                capture.write(out);
            } catch (final IOException e) {
                // the oracle ended early: its exit code and its words are reported by the reader
                process.destroy();
            }
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Answer next() {
            try {
                final String line = answers.readLine();
                if (line == null) {
                    throw new UncheckedIOException(new IOException(
                        "the oracle ended " + left + " packets early: " + Files.readString(errorFile)));
                }
                left--;
                return Answer.ofJson(line);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The table after the last packet, in /proc/net/nf_conntrack's spelling. */
        List<String> table() throws IOException {
            if (answers.readLine() != null || exitOf(process) != 0) {
                throw new IOException("the oracle failed: " + Files.readString(errorFile));
            }
            return Files.readAllLines(tableFile);
        }

        @Override
        public void close() throws IOException {
            process.destroy();
            answers.close();
            Files.deleteIfExists(tableFile);
            Files.deleteIfExists(errorFile);
        }
    }
}
