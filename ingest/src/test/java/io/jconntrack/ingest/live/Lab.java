/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The examples' lab with the example firewall in its wall. */
final class Lab implements AutoCloseable {
    private static final String SCRIPT = "src/examples/lab";
    private static final long PATIENCE_SECONDS = 60;

    private final String prefix = "jct-lab-" + ProcessHandle.current().pid();
    private final Path log;
    private final List<Process> started = new ArrayList<>();
    private final Process firewall;

    /** Set the lab up; skips the test where that can't be done. */
    Lab(final Path directory) throws Exception {
        assumeTrue(Hosts.isRoot(), "needs root, for network namespaces");
        assumeTrue(Hosts.has("ip") && Hosts.has("bash"), "needs bash and ip, of Debian's package iproute2");
        log = directory.resolve("firewall.log");
        assumeTrue(Hosts.run("ip", "netns", "add", prefix).status() == 0, "network namespaces can't be made here");
        Hosts.run("ip", "netns", "del", prefix);
        boolean done = false;
        try {
            final Hosts.Ended up = Hosts.run(SCRIPT, "up", prefix);
            assertEquals(0, up.status(), up.output());
            firewall = start("wall", log, Programs.example("firewall.Firewall", "inside", "outside"));
            await("it forwards", printed -> printed.contains("forwarding\n"));
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** Start a program on a host, which is inside, outside or wall; it is killed at the end. */
    Process start(final String host, final Path output, final List<String> command) throws IOException {
        final Process process = new ProcessBuilder(on(host, command)).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        started.add(process);
        return process;
    }

    /** Run a program on a host to its end, whether it fails or not. */
    Hosts.Ended run(final String host, final String... command) {
        return Hosts.run(on(host, List.of(command)).toArray(String[]::new));
    }

    private List<String> on(final String host, final List<String> command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", prefix + "-" + host), command.stream()).toList();
    }

    /** Wait until the firewall has printed something. */
    void await(final String what, final Predicate<String> condition) throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.test(printed())) {
            if (!firewall.isAlive() || System.nanoTime() > deadline) {
                fail("the firewall does not say that " + what + ": " + printed());
            }
            Thread.sleep(50);
        }
    }

    private String printed() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** End the firewall as a user would; gives all that it printed. */
    String end() throws Exception {
        firewall.destroy();
        assertTrue(firewall.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the firewall ends");
        return printed();
    }

    @Override
    public void close() {
        for (final Process process : started) {
            process.destroyForcibly().onExit().join();
        }
        Hosts.run(SCRIPT, "down", prefix);
    }
}
