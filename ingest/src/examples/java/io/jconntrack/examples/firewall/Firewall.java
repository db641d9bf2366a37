/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.examples.firewall;

import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.settings.MemoryOptions;
import io.jconntrack.settings.MemoryUnavailableException;
import io.jconntrack.settings.Profile;
import io.jconntrack.text.EntryFormat;
import io.jconntrack.text.Form;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * A firewall between two interfaces: a bridge that forwards what {@link Ruleset} lets pass. It says once a second what
 * has changed, and prints its table when it is told to end.
 */
public final class Firewall {
    private static final int CONNECTIONS = 100_000;
    private static final int EXPIRED_PER_TURN = 64;
    private static final long SECOND = 1_000_000_000L;

    private final Conntrack conntrack;
    private final PrintStream out;
    private final long startNanos = System.nanoTime();
    private Lane outward;
    private Lane inward;
    private long saidNanos = startNanos;
    private String said = "";
    private volatile boolean stopped;

    private Firewall(final Conntrack conntrack, final PrintStream out) {
        this.conntrack = conntrack;
        this.out = out;
    }

    /**
     * Run it until SIGINT or SIGTERM.
     *
     * @param args name of the interface inside, name of the one outside.
     */
    public static void main(final String[] args) {
        if (args.length != 2) {
            System.err.println("usage: firewall INSIDE OUTSIDE, which are names of network interfaces");
            System.exit(2);
        }
        try (Port inside = new Port(args[0]);
            Port outside = new Port(args[1]);
            Conntrack conntrack = Conntrack.builder().profile(Profile.LINUX).capacity(CONNECTIONS)
                .memory(MemoryOptions.DEFAULT).build()) {
            final Firewall firewall = new Firewall(conntrack, System.out);
            endWith(firewall);
            firewall.run(inside, outside);
            firewall.printTable();
        } catch (final CaptureException | UncheckedIOException | IllegalArgumentException
            | MemoryUnavailableException e) {
            System.err.println("firewall: " + (e instanceof UncheckedIOException ? e.getCause() : e).getMessage());
            // not exit: that would wait for this thread
            Runtime.getRuntime().halt(1);
        }
    }

    /** A signal ends the loop, and the process ends when the loop's thread has said its last. */
    private static void endWith(final Firewall firewall) {
        final Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            firewall.stopped = true;
            try {
                main.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void run(final Port inside, final Port outside) throws CaptureException {
        final Ruleset rules = new Ruleset(conntrack);
        outward = new Lane(rules, true, outside);
        inward = new Lane(rules, false, inside);
        inside.start();
        outside.start();
        out.println("forwarding");
        final IdleStrategy idle = new BackoffIdleStrategy();
        while (!stopped) {
            final long now = System.nanoTime();
            final int frames = outward.forward(inside, now) + inward.forward(outside, now);
            conntrack.poll(now, EXPIRED_PER_TURN);
            if (now - saidNanos >= SECOND) {
                saidNanos = now;
                inside.check();
                outside.check();
                report(now);
            }
            idle.idle(frames);
        }
        report(System.nanoTime());
    }

    /** Say what has changed. */
    private void report(final long nowNanos) {
        final StringBuilder line = new StringBuilder().append(conntrack.count()).append(" connections, ")
            .append(outward.count(Decision.PASSED)).append(" frames out, ")
            .append(inward.count(Decision.PASSED)).append(" in");
        for (final Decision decision : Decision.values()) {
            final long refused = outward.count(decision) + inward.count(decision);
            if (decision != Decision.PASSED && refused > 0) {
                line.append(", ").append(refused).append(' ').append(decision);
            }
        }
        if (!said.contentEquals(line)) {
            said = line.toString();
            out.printf("%4d s: %s%n", (nowNanos - startNanos) / SECOND, said);
        }
    }

    private void printTable() {
        final long now = System.nanoTime();
        conntrack.poll(now, Integer.MAX_VALUE);
        final EntryFormat format = new EntryFormat(Form.PROC, conntrack.settings());
        final Connection connection = new Connection(conntrack);
        final StringBuilder line = new StringBuilder();
        for (int next = 0; (next = connection.moveToNext(next, now)) >= 0; next++) {
            line.setLength(0);
            format.append(line, connection, now);
            out.println(line);
        }
    }
}
