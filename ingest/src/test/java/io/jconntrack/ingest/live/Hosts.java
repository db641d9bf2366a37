/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Two hosts, each a network namespace, joined by a cable (a veth pair): the near one, 10.77.0.1 and fd77::1 on
 * {@code near}, where the tracker runs beside the kernel's; the far one, 10.77.0.2 and fd77::2 on {@code far}.
 */
final class Hosts implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    final String near;
    final String far;
    private final List<Process> started = new ArrayList<>();

    /** Set the hosts up; skips the test where that can't be done. */
    Hosts() {
        assumeTrue(isRoot(), "needs root, for network namespaces");
        assumeTrue(has("ip"), "needs ip, of Debian's package iproute2");
        final long id = ProcessHandle.current().pid();
        near = "jct-near-" + id;
        far = "jct-far-" + id;
        assumeTrue(run("ip", "netns", "add", near).status() == 0, "network namespaces can't be made here");
        boolean done = false;
        try {
            must("ip", "netns", "add", far);
            must("ip", "-n", near, "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", far);
            setUp(near, "near", 1);
            setUp(far, "far", 2);
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private static void setUp(final String host, final String cable, final int number) {
        must("ip", "-n", host, "link", "set", "lo", "up");
        must("ip", "-n", host, "addr", "add", "10.77.0." + number + "/24", "dev", cable);
        must("ip", "-n", host, "addr", "add", "fd77::" + number + "/64", "dev", cable, "nodad");
        must("ip", "-n", host, "link", "set", cable, "up");
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whether a program can be run. */
    static boolean has(final String program) {
        return Stream.concat(Stream.of("/usr/sbin"), Stream.of(System.getenv("PATH").split(":")))
            .anyMatch(directory -> Path.of(directory, program).toFile().canExecute());
    }

    /** Have the near host's kernel track its connections, with no rule that changes anything. */
    void trackInKernel() {
        on(near, "nft", "add table inet jct; add chain inet jct in { type filter hook input priority 0; };"
            + " add rule inet jct in ct state new counter");
    }

    /** What the near host's kernel tracks, a connection a line. */
    List<String> kernelTable() {
        return on(near, "cat", "/proc/net/nf_conntrack").lines().toList();
    }

    /** Run a program on a host to its end; gives what it printed; fails when it fails. */
    String on(final String host, final String... command) {
        return must(inside(host, List.of(command)));
    }

    /** Run a program on a host to its end, whether it fails or not. */
    Ended tryOn(final String host, final String... command) {
        return run(inside(host, List.of(command)));
    }

    /** Start a program on a host; it is killed at the end of the test. */
    Process start(final String host, final Path output, final List<String> command) {
        try {
            final Process process = new ProcessBuilder(inside(host, command)).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
            started.add(process);
            return process;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Start a program on a host that listens to its standard input; it is killed at the end of the test. */
    Process startWithInput(final String host, final List<String> command) {
        try {
            final Process process = new ProcessBuilder(inside(host, command))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            started.add(process);
            return process;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] inside(final String host, final List<String> command) {
        final List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", host));
        all.addAll(command);
        return all.toArray(String[]::new);
    }

    private static String must(final String... command) {
        final Ended ended = run(command);
        if (ended.status() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + ended.status() + ": " + ended.output());
        }
        return ended.output();
    }

    /** How a program ended, and what it printed: behind that, what it complained about. */
    record Ended(int status, String output) {
    }

    /** Run a program to its end, whether it fails or not. */
    static Ended run(final String... command) {
        try {
            final Path output = Files.createTempFile("jct-", ".out");
            final Path errors = Files.createTempFile("jct-", ".err");
            try {
                // in one file, a complaint may stand in the middle of a line: output goes out block by block
                final Process process = new ProcessBuilder(command).redirectError(errors.toFile())
                    .redirectOutput(output.toFile()).start();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(String.join(" ", command) + ": does not end");
                }
                return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8)
                    + Files.readString(errors, StandardCharsets.UTF_8));
            } finally {
                Files.delete(errors);
                Files.delete(output);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (final Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        run("ip", "netns", "del", near);
        run("ip", "netns", "del", far);
    }
}
