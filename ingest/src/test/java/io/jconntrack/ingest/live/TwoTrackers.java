/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Programs talk over a cable at whose near end our tracker and the kernel's see the same packets, with the same
 * time-outs, none of which is over before the test is.
 */
final class TwoTrackers implements AutoCloseable {
    private static final String PROGRAM = Path.of("..", "engine", "src", "parity", "record-list").toAbsolutePath()
        .normalize().toString();
    private static final List<String> SHORT_TIMEOUTS = List.of("udp_timeout", "icmp_timeout", "icmpv6_timeout",
        "gre_timeout", "sctp_timeout_closed", "sctp_timeout_cookie_wait", "tcp_timeout_close",
        "tcp_timeout_close_wait");

    final Hosts hosts;
    final LiveTracker ours;

    /** Set them up; skips the test where that can't be done. */
    TwoTrackers(final Path directory, final String... options) throws IOException {
        for (final String program : List.of("nft", "conntrack", "python3")) {
            assumeTrue(Hosts.has(program), "needs " + program);
        }
        hosts = new Hosts();
        LiveTracker tracker = null;
        try {
            hosts.trackInKernel();
            hosts.on(hosts.near, "sysctl", "-qw", "net.netfilter.nf_conntrack_acct=1");
            hosts.start(hosts.far, directory.resolve("serve.log"), List.of(PROGRAM, "serve", "10.77.0.2", "fd77::2"));
            final List<String> all = new ArrayList<>(List.of(options));
            all.addAll(List.of("--set", "acct=1"));
            for (final String timeout : SHORT_TIMEOUTS) {
                hosts.on(hosts.near, "sysctl", "-qw", "net.netfilter.nf_conntrack_" + timeout + "=120");
                all.addAll(List.of("--set", timeout + "=120"));
            }
            tracker = new LiveTracker(hosts, directory);
            ours = tracker.track(all.toArray(String[]::new)).capture();
            ours.await("the server listens", () -> Stream.of("tcp :1F90", "tcp :1F91", "tcp6 :1F90", "tcp6 :1F91",
                "udp :0035", "udp6 :0035").map(socket -> socket.split(" ")).allMatch(socket ->
                    hosts.on(hosts.far, "cat", "/proc/net/" + socket[0]).contains(socket[1])));
        } catch (final IOException | RuntimeException | Error e) {
            if (tracker != null) {
                tracker.close();
            }
            hosts.close();
            throw e;
        }
    }

    /** Have the programs talk, and wait until we have tracked it. */
    void talk() {
        hosts.on(hosts.near, PROGRAM, "talk", "10.77.0.2", "fd77::2");
        ours.settle();
    }

    /**
     * What a command did.
     *
     * @param status that it ended with.
     * @param output what it printed.
     */
    record Ran(int status, String output) {
        private static final Pattern COUNT = Pattern.compile(
            "^(?:conntrack v.*|jconntrack): (\\d+) (?:flow entries have been|connections) (?:deleted|updated)",
            Pattern.MULTILINE);

        private Ran(final Hosts.Ended ended) {
            this(ended.status(), ended.output());
        }

        /** How many connections it says that it changed. */
        int count() {
            final Matcher matcher = COUNT.matcher(output);
            assertTrue(matcher.find(), output);
            return Integer.parseInt(matcher.group(1));
        }
    }

    /** Run conntrack(8), with blanks between the options. */
    Ran kernel(final String options) {
        // it does not buffer the two streams alike, so that a count may stand in the middle of a line
        return new Ran(hosts.tryOn(hosts.near, "sh", "-c", "e=$(mktemp); conntrack " + options
            + " 2>$e; s=$?; echo; cat $e; rm $e; exit $s"));
    }

    /** Run one of our verbs. */
    Ran ours(final String verb, final String options) {
        return new Ran(hosts.tryOn(hosts.near, ours.programs().jconntrack(
            (verb + " --name " + ours.files.name() + " " + options).strip().split(" +")).toArray(String[]::new)));
    }

    /** Without what goes to standard error. */
    static String data(final String output) {
        return String.join("\n", output.lines()
            .filter(line -> !line.isEmpty() && !line.matches("(?:jconntrack|conntrack v[0-9.]+ .*): .*"))
            .toList());
    }

    /** Sorted, without seconds, numbers and counts of uses, and without what hosts say to find each other. */
    static String comparable(final String output) {
        return String.join("\n", data(output).lines().filter(line -> !line.contains("fe80") && !line.contains("ff02"))
            .map(line -> line
                .replaceFirst("^((?:ipv\\d +\\d+ )?\\S+ +\\d+) \\d+ ", "$1 * ")
                .replaceFirst(" id=\\d+$", " id=*")
                .replaceFirst("<timeout>\\d+<", "<timeout>*<").replaceFirst("<id>\\d+<", "<id>*<")
                .replaceFirst("<use>\\d<", "<use>*<").replaceFirst(" use=\\d", " use=*")).sorted().toList());
    }

    @Override
    public void close() throws IOException {
        try {
            ours.close();
        } finally {
            hosts.close();
        }
    }
}
