/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.ingest.capture.CaptureAgent;
import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.ingest.capture.CaptureOptions;
import io.jconntrack.ingest.capture.CaptureQueues;
import io.jconntrack.ingest.capture.CaptureSinks;
import io.jconntrack.ingest.capture.CaptureStatistics;
import io.jconntrack.ingest.capture.PacketSocket;
import io.jconntrack.ingest.capture.Privileges;
import io.jconntrack.ingest.capture.RingVersion;
import io.jconntrack.ingest.capture.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack capture}: the capture helper. It opens its sockets, becomes an ordinary user without any privilege
 * by running its command line anew, and only then looks at packets.
 */
@Command(name = "capture", mixinStandardHelpOptions = true,
    description = "Hand the packets of a network interface to a tracker. Needs CAP_NET_RAW for a moment, then holds no "
        + "privilege at all.")
final class CaptureCommand implements Callable<Integer> {
    enum Idle { SPIN, POLL }

    private static final String VERB = "capture";
    private static final int POLL_MILLIS = 100;
    private static final long FOREVER_NANOS = Long.MAX_VALUE;

    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private RunOptions run;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-i", "--interface"}, required = true, paramLabel = "IFACE",
        description = "Network interface, or any for all of them.")
    private String interfaceName;

    @Option(names = "--queues", paramLabel = "N", defaultValue = "1",
        description = "Workers that share the interface, a connection always with the same; ${DEFAULT-VALUE} unless "
            + "told otherwise.")
    private int queues;

    @Option(names = "--queue", paramLabel = "K",
        description = "Serve only this one of the queues, 0 to N-1; other processes serve the others, each with the "
            + "same --fanout-group, started in the order of their queues.")
    private Integer queue;

    @Option(names = "--fanout-group", paramLabel = "G",
        description = "Number of the group in which the queues share the interface, 0 to 65535, one that no other "
            + "program uses. Default: from the process's number.")
    private Integer fanoutGroup;

    @Option(names = "--ring-version", paramLabel = "2|3", defaultValue = "2",
        description = "2: frame by frame, lowest latency; 3: block by block. ${DEFAULT-VALUE} unless told otherwise.")
    private int ringVersion;

    @Option(names = "--ring-size", paramLabel = "MIB", defaultValue = "16",
        description = "Memory of the kernel's ring of one queue; ${DEFAULT-VALUE} unless told otherwise.")
    private int ringMebibytes;

    @Option(names = "--block-size", paramLabel = "KIB", defaultValue = "0",
        description = "Block of the kernel's ring, a power of two; with ring version 3 what is handed over at once. "
            + "Default: 64, 16 with ring version 3, 256 for long frames.")
    private int blockKibibytes;

    @Option(names = "--retire", paramLabel = "MS", defaultValue = "1",
        description = "Ring version 3: how long a block is filled; ${DEFAULT-VALUE} unless told otherwise.")
    private int retireMillis;

    @Option(names = "--snaplen", paramLabel = "BYTES", defaultValue = "" + CaptureOptions.DEFAULT_SNAP_LENGTH,
        description = "Bytes kept of a packet, 0 for all; ${DEFAULT-VALUE} unless told otherwise, enough for headers.")
    private int snapLength;

    @Option(names = {"-p", "--promiscuous"}, description = "Capture frames for other hosts too.")
    private boolean promiscuous;

    @Option(names = "--incoming", description = "Leave out what this host sends.")
    private boolean incomingOnly;

    @Option(names = "--idle", paramLabel = "spin|poll", defaultValue = "spin",
        description = "When nothing comes: spin, for latency, or poll, which sleeps. ${DEFAULT-VALUE} unless told "
            + "otherwise.")
    private Idle idle;

    @Option(names = "--cpu", paramLabel = "N", defaultValue = "" + CaptureAgent.ANY_CORE,
        description = "Core of the first queue; the next one's is the next. Default: wherever the system likes.")
    private int core;

    @Option(names = "--dry-run", description = "Count packets, hand them to nobody: no tracker is needed.")
    private boolean dryRun;

    @Option(names = "--inherited", hidden = true, split = ",", paramLabel = "FD",
        description = "Sockets that this command handed to itself.")
    private List<Integer> inherited;

    @Parameters(arity = "0..*", paramLabel = "FILTER", description = "Which packets, in the syntax of tcpdump.")
    private List<String> filter = List.of();

    @Override
    public Integer call() throws InterruptedException {
        final PrintWriter err = spec.commandLine().getErr();
        final TrackerFiles files = name.files();
        final Double seconds = run.seconds();
        final CaptureOptions options;
        try {
            options = options();
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
        try {
            if (inherited == null) {
                openAndDrop(files, options);
            }
            final Privileges.Held held = Privileges.held();
            say(err, held.toString());
            if (!held.nothing()) {
                throw new CaptureException("privileges are left that should not be; nothing is captured");
            }
            return capture(options, sinks(files), seconds, err);
        } catch (final IOException e) {
            say(err, e.getMessage());
            return 1;
        }
    }

    /** Where a queue's packets go: the one place that knows. */
    private CaptureSinks sinks(final TrackerFiles files) {
        return dryRun ? number -> new CountingSink() : number -> RingSink.open(files, number);
    }

    private CaptureOptions options() {
        check(ringVersion == 2 || ringVersion == 3, "--ring-version is 2 or 3, not " + ringVersion);
        check(ringMebibytes >= 1 && ringMebibytes <= 1024, "--ring-size goes from 1 to 1024, not " + ringMebibytes);
        check(blockKibibytes >= 0 && blockKibibytes <= 4096, "--block-size goes from 4 to 4096, not " + blockKibibytes);
        check(queue == null || queue >= 0 && queue < queues, "--queue goes from 0 to " + (queues - 1) + ", not "
            + queue);
        check(queue == null || queues == 1 || fanoutGroup != null, "--queue needs --fanout-group");
        check(core >= CaptureAgent.ANY_CORE, "--cpu " + core + " is out of range");
        return CaptureOptions.builder(interfaceName)
            .version(ringVersion == 2 ? RingVersion.V2 : RingVersion.V3)
            .ringBytes(Math.toIntExact((long)ringMebibytes << 20))
            .blockBytes(blockKibibytes << 10)
            .retireMillis(retireMillis)
            .snapLength(snapLength)
            .promiscuous(promiscuous)
            .outgoing(!incomingOnly)
            .queues(queues, fanoutGroup != null ? fanoutGroup : (int)(ProcessHandle.current().pid() & 0xFFFF))
            .filter(String.join(" ", filter))
            .build();
    }

    private void openAndDrop(final TrackerFiles files, final CaptureOptions options) throws CaptureException {
        final User target = run.target(files);
        final List<Integer> sockets = new ArrayList<>();
        for (int i = 0; i < (queue == null ? queues : 1); i++) {
            sockets.add(PacketSocket.openDescriptor(options));
        }
        Privileges.dropAndExec(target, VERB, List.of("--inherited="
            + sockets.stream().map(String::valueOf).collect(Collectors.joining(","))));
    }

    private int capture(final CaptureOptions options, final CaptureSinks sinks, final Double seconds,
        final PrintWriter err) throws IOException, InterruptedException {
        final int pollMillis = idle == Idle.SPIN ? CaptureAgent.NEVER_SLEEP : POLL_MILLIS;
        try (CaptureQueues all = new CaptureQueues(inherited, options, sinks, queue == null ? 0 : queue, pollMillis,
            core, note -> say(err, note)); EndSignal signal = new EndSignal(all::end)) {
            say(err, "capturing on " + interfaceName + ", " + options.version() + ", " + inherited.size()
                + (inherited.size() == 1 ? " queue" : " queues"));
            run.endWithParent(all::end);
            all.await(seconds == null ? FOREVER_NANOS : (long)(seconds * 1e9), TimeUnit.NANOSECONDS);
            all.stop();
            final Throwable failure = all.failure();
            if (failure != null) {
                say(err, failure.getMessage() == null ? failure.toString() : failure.getMessage());
                signal.exitCode(1);
            }
            say(err, summary(all));
            return failure == null ? 0 : 1;
        }
    }

    private static String summary(final CaptureQueues all) {
        return String.format(Locale.ROOT, "%d packets, %d cut to the snap length, %d dropped by the kernel, "
            + "%d not IP, %d repeated on loopback, %d malformed",
            all.sum(CaptureStatistics::frames), all.sum(CaptureStatistics::truncated),
            all.sum(CaptureStatistics::kernelDrops), all.sum(CaptureStatistics::notIp),
            all.sum(CaptureStatistics::repeated), all.sum(CaptureStatistics::malformed));
    }

    private void check(final boolean right, final String message) {
        if (!right) {
            throw new CommandLine.ParameterException(spec.commandLine(), message);
        }
    }

    private static void say(final PrintWriter err, final String sentence) {
        err.println(VERB + ": " + sentence);
        err.flush();
    }
}
