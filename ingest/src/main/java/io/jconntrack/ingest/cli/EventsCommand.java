/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.Connection;
import io.jconntrack.event.EventHandler;
import io.jconntrack.event.EventRecord;
import io.jconntrack.event.EventType;
import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.ingest.agent.TrackerEvents;
import io.jconntrack.text.Ascii;
import io.jconntrack.text.EventFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code jconntrack events}: what becomes of a tracker's connections, as it happens.
 */
@Command(name = "events", aliases = {"-E", "--event"}, mixinStandardHelpOptions = true,
    description = "Print the events of a tracker as they happen: NEW, UPDATE, DESTROY, and START when a tracker takes "
        + "over. The tracker does not wait for this program; when it is too slow, it says how many events it lost.")
final class EventsCommand implements Callable<Integer>, EventHandler {
    private static final int LIMIT = 1024;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = {"-e", "--event-mask"}, paramLabel = "TYPE", split = ",",
        description = "Print these alone: new, update (conntrack's word is updates), destroy, all. Default: all.")
    private List<EventMask> types = new ArrayList<>();

    @Option(names = {"-o", "--output"}, paramLabel = "OPTION", split = ",",
        description = "timestamp, ktimestamp, id, extended, xml, as conntrack has them; json: one object a line.")
    private List<EventFormat.Option> output = new ArrayList<>();

    @CommandLine.Mixin
    private FilterOptions filter;
    @CommandLine.Mixin
    private NatOptions nat;

    @Option(names = "--for", paramLabel = "SECONDS",
        description = "End after this time. Default: at SIGINT or SIGTERM.")
    private Double seconds;

    private final Connection connection = new Connection();
    private final Ascii lines = new Ascii(1 << 16);
    /** From the tracker's clock to the time since 1970. */
    private long epochNanos;
    private EventFormat format;
    private Set<EventType> wanted;
    private ConnectionFilter wantedConnections;
    private long shown;

    @Override
    public Integer call() throws IOException {
        final Set<EventFormat.Option> options = EnumSet.noneOf(EventFormat.Option.class);
        options.addAll(output);
        format = new EventFormat(options);
        wantedConnections = filter.read();
        wanted = EventMask.types(types);
        try (Stop stop = new Stop(RunOptions.checked(seconds, spec));
            TrackerEvents events = new TrackerEvents(name.files())) {
            stop.start();
            format.appendHead(lines);
            boolean listens = true;
            long lookedNanos = System.nanoTime();
            while (listens && !stop.await(0)) {
                epochNanos = System.currentTimeMillis() * 1_000_000L - System.nanoTime();
                final int count = events.poll(this, LIMIT);
                listens = lines.isEmpty() || Output.write(lines);
                if (count == 0) {
                    stop.await(PAUSE_NANOS);
                }
                if (count == 0 && System.nanoTime() - lookedNanos > LOOK_NANOS) {
                    lookedNanos = System.nanoTime();
                    if (!name.files().isAlive()) {
                        spec.commandLine().getErr().println("jconntrack: the tracker has ended");
                        break;
                    }
                }
            }
            if (listens) {
                format.appendFoot(lines);
                Output.write(lines);
            }
        }
        Messages.shown(spec, shown, "events");
        return 0;
    }

    @Override
    public void onEvent(final EventRecord event) {
        if (!wanted.contains(event.type())) {
            return;
        }
        final boolean hasConnection = event.type() != EventType.START;
        if (hasConnection) {
            connection.moveTo(event);
        }
        if (hasConnection ? wantedConnections.test(connection) : wantedConnections.isEmpty()) {
            format.append(lines, event.type(), event.cause(), connection, event.nowNanos(),
                epochNanos + event.nowNanos());
            lines.append('\n');
            shown++;
        }
    }

    @Override
    public void onLoss(final long count) {
        spec.commandLine().getErr().println("jconntrack: " + count + " events lost: too slow");
        spec.commandLine().getErr().flush();
    }
}
