/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Another tracker that measures itself: a command whose last line of output is its nanoseconds per packet.
 */
final class External {
    private External() {
    }

    /**
     * Run commands, one after the other.
     *
     * @param commands for {@code sh -c}.
     * @return their results.
     * @throws IOException if one can't be run, fails, or prints no number.
     * @throws InterruptedException if the thread is interrupted meanwhile.
     */
    static List<Result> measure(final List<String> commands) throws IOException, InterruptedException {
        final List<Result> results = new ArrayList<>();
        for (final String command : commands) {
            Progress.show(command);
            results.add(new Result("external: " + command, run(command)));
        }
        return results;
    }

    private static double run(final String command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder("sh", "-c", command)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().close();
        final List<String> lines;
        try (java.io.BufferedReader reader = process.inputReader()) {
            lines = reader.lines().filter(line -> !line.isBlank()).toList();
        }
        final int status = process.waitFor();
        if (status != 0) {
            throw new IOException("external command failed: status=" + status + " command=" + command);
        }
        if (lines.isEmpty()) {
            throw new IOException("external command printed nothing: command=" + command);
        }
        try {
            final double nanos = Double.parseDouble(lines.getLast().trim());
            if (nanos > 0 && nanos < Double.POSITIVE_INFINITY) {
                return nanos;
            }
        } catch (final NumberFormatException e) {
            // told below, like a number that is none of nanoseconds
        }
        throw new IOException("external command's last line is not a number of nanoseconds per packet: line="
            + lines.getLast() + " command=" + command);
    }
}
