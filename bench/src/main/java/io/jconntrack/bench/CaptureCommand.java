/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static io.jconntrack.bench.Ranges.require;

import io.jconntrack.ingest.capture.CaptureOptions;
import io.jconntrack.ingest.capture.PacketSocket;
import io.jconntrack.ingest.capture.RingVersion;
import io.jconntrack.memory.Affinity;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code capture}: frames sent into one end of a veth pair and captured at the other; the time from the kernel's stamp
 * until the sink has its copy. Needs root.
 */
@Command(name = "capture", mixinStandardHelpOptions = true,
    description = "Latency and rate of capturing, over a veth pair: needs root and two cores.")
final class CaptureCommand implements Callable<Integer> {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--send", required = true, paramLabel = "IFACE", description = "End of the pair to send into.")
    private String sendInterface;

    @Option(names = "--receive", required = true, paramLabel = "IFACE", description = "End of the pair to capture at.")
    private String receiveInterface;

    @Option(names = "--ring-version", defaultValue = "2", description = "2 or 3; ${DEFAULT-VALUE} by default.")
    private int version;

    @Option(names = "--block-size", paramLabel = "KIB", defaultValue = "0",
        description = "Block of the ring, a power of two from 4 to 4096; the helper's own choice by default.")
    private int blockKibibytes;

    @Option(names = "--rate", paramLabel = "PPS", defaultValue = "0",
        description = "Frames a second; 0, the default, for as many as can be sent.")
    private int rate;

    @Option(names = "--seconds", defaultValue = "1", description = "How long, after as long to warm up.")
    private double seconds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(spec, version == 2 || version == 3, "--ring-version", version, "2 or 3");
        require(spec, blockKibibytes >= 0 && blockKibibytes <= 4096, "--block-size", blockKibibytes,
            "0, or a power of two from 4 to 4096");
        require(spec, rate >= 0, "--rate", rate, "0 or more");
        require(spec, seconds > 0 && seconds < 3600, "--seconds", seconds, "above 0, below 3600");
        if (!Affinity.allowedCores().get(0) || !Affinity.allowedCores().get(1)) {
            throw new IllegalStateException("sender and receiver need the cores 0 and 1 for themselves");
        }
        final CaptureOptions options;
        try {
            options = CaptureOptions.builder(receiveInterface).blockBytes(blockKibibytes << 10)
                .version(version == 2 ? RingVersion.V2 : RingVersion.V3).build();
        } catch (final IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage());
        }
        try (PacketSocket socket = PacketSocket.open(options); FrameSender sender = new FrameSender(sendInterface)) {
            socket.start();
            final CaptureLatency latency = new CaptureLatency(socket);
            final Thread receiver = Thread.ofPlatform().start(latency);
            Affinity.pin(0);
            sender.send(rate, seconds);
            settle(socket, sender.sent());
            final long warm = sender.sent();
            final long warmDrops = socket.statistics().kernelDrops();
            latency.reset();
            sender.send(rate, seconds);
            settle(socket, sender.sent());
            latency.end();
            receiver.join();
            final Histogram times = latency.times();
            spec.commandLine().getOut().printf(Locale.ROOT, "%s, blocks of %d KiB: %d sent, %.0f a second, "
                + "%d captured, %d dropped; microseconds: p50 %.1f, p90 %.1f, p99 %.1f, p99.9 %.1f, most %.1f%n",
                options.version(), options.blockBytes() >> 10, sender.sent() - warm,
                (sender.sent() - warm) / seconds, times.getTotalCount(),
                socket.statistics().kernelDrops() - warmDrops, times.getValueAtPercentile(50) / 1e3,
                times.getValueAtPercentile(90) / 1e3, times.getValueAtPercentile(99) / 1e3,
                times.getValueAtPercentile(99.9) / 1e3, times.getMaxValue() / 1e3);
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    /** Let what is under way arrive: captured, or counted as dropped. */
    private static void settle(final PacketSocket socket, final long sent) throws InterruptedException {
        final long deadline = System.nanoTime() + PATIENCE_NANOS;
        do {
            Thread.sleep(20);
            socket.readKernelCounters();
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("of " + sent + " frames only " + socket.statistics().frames()
                    + " came and " + socket.statistics().kernelDrops() + " were dropped: does something else send or"
                    + " take frames there?");
            }
        }
        while (socket.statistics().frames() + socket.statistics().kernelDrops() != sent);
    }
}
