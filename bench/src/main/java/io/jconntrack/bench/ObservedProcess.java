/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run of a program: how long it took, and how much memory it had at the most.
 *
 * @param nanos from its start to its end.
 * @param privateKilobytes that it had for itself alone; looked at every few milliseconds.
 * @param residentKilobytes with the files that it mapped, such as a tracker's table.
 */
record ObservedProcess(long nanos, long privateKilobytes, long residentKilobytes) {
    private static final long LOOK_MILLIS = 5;
    private static final Pattern NUMBER = Pattern.compile("(\\d+) kB");

    /**
     * Run a program to its end; what it prints is thrown away, what it complains about is shown.
     *
     * @param argv the program and its arguments.
     * @return what was seen of it.
     * @throws IOException when it can't be started.
     * @throws IllegalStateException when it fails.
     */
    static ObservedProcess run(final List<String> argv) throws IOException {
        final long start = System.nanoTime();
        final Process process = new ProcessBuilder(argv).redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(false).redirectError(ProcessBuilder.Redirect.PIPE).start();
        final Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        final StringBuilder complaints = new StringBuilder();
        final Thread reader = Thread.ofVirtual().start(() -> read(process, complaints));
        long own = 0;
        long resident = 0;
        try {
            do {
                own = Math.max(own, value(status, "RssAnon:"));
                resident = Math.max(resident, value(status, "VmHWM:"));
            } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            reader.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        final long nanos = System.nanoTime() - start;
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", argv) + ": status=" + process.exitValue() + " "
                + complaints.toString().strip());
        }
        return new ObservedProcess(nanos, own, resident);
    }

    private static void read(final Process process, final StringBuilder complaints) {
        try (var lines = process.errorReader()) {
            lines.lines().forEach(line -> complaints.append(line).append('\n'));
        } catch (final IOException gone) {
            complaints.append(gone.getMessage());
        }
    }

    /** 0 when the process has gone. */
    private static long value(final Path status, final String name) {
        try {
            for (final String line : Files.readAllLines(status)) {
                final Matcher number = NUMBER.matcher(line);
                if (line.startsWith(name) && number.find()) {
                    return Long.parseLong(number.group(1));
                }
            }
        } catch (final IOException gone) {
            return 0;
        }
        return 0;
    }
}
