/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.filter.ConnectionFilter;
import io.jconntrack.ingest.agent.TrackerFiles;
import io.jconntrack.net.Protocols;
import io.jconntrack.packet.Packet;
import io.jconntrack.protocol.Tuples;
import io.jconntrack.snapshot.TableDump;
import io.jconntrack.text.Tuple;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jconntrack get}: one connection by its tuple, without a walk through the table.
 */
@Command(name = "get", aliases = {"-G", "--get"}, mixinStandardHelpOptions = true,
    description = "Print the connection of a tuple, which is that of either direction: its protocol, source, "
        + "destination, and ports, ICMP type, code and id, or GRE keys. Exit code 1 when there is none.")
final class GetCommand implements Callable<Integer> {
    @CommandLine.Mixin
    private NameOption name;
    @CommandLine.Mixin
    private FormOptions form;
    @CommandLine.Mixin
    private TupleOptions options;
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        form.read();
        options.addTo(ConnectionFilter.builder(), spec.commandLine());
        final Tuple tuple = tuple();
        final TrackerFiles files = name.files();
        try (TableDump table = TrackerTable.open(files)) {
            if (!table.find(tuple.fill(table.newKey()))) {
                spec.commandLine().getErr().println("jconntrack: " + files.name() + " has no such connection: "
                    + tuple);
                return 1;
            }
            DumpOutput.printOne(table, form.format(table));
        }
        return 0;
    }

    private Tuple tuple() {
        final int protocol = need(options.protocol, "--proto");
        final boolean isReply = options.source == null && options.destination == null;
        final var source = isReply ? options.replyDestination : options.source;
        final var destination = isReply ? options.replySource : options.destination;
        if (source == null || destination == null) {
            throw refused("--src and --dst are missing: a tuple has both");
        }
        if (!source.isAddress() || !destination.isAddress() || options.sourceMask != null
            || options.destinationMask != null) {
            throw refused("a tuple has two addresses, not networks");
        }
        final boolean isIcmp = protocol == (source.l3() == 4 ? Packet.ICMP : Packet.ICMPV6);
        int from = 0;
        int to = 0;
        if (isIcmp) {
            from = need(options.icmpId, "--icmp-id");
            to = query(source.l3(), need(options.icmpType, "--icmp-type")) << 8
                | (options.icmpCode == null ? 0 : options.icmpCode);
        } else if (protocol == Packet.GRE) {
            from = options.sourceKey == null ? 0 : options.sourceKey;
            to = options.destinationKey == null ? 0 : options.destinationKey;
        } else if (Protocols.hasPorts(protocol)) {
            from = need(isReply ? options.replyDestinationPort : options.sourcePort,
                isReply ? "--reply-port-dst" : "--sport");
            to = need(isReply ? options.replySourcePort : options.destinationPort,
                isReply ? "--reply-port-src" : "--dport");
        }
        return new Tuple(source.l3(), protocol, options.zone == null ? 0 : options.zone, source.high(), source.low(),
            from, destination.high(), destination.low(), to);
    }

    private int need(final Integer value, final String option) {
        if (value == null) {
            throw refused(option + " is missing: it belongs to the tuple");
        }
        return value;
    }

    private int query(final int l3, final int type) {
        if (Tuples.queryOf(l3, type) != type) {
            throw refused("--icmp-type " + type + " is no query; queries have types "
                + (l3 == 4 ? "8, 13, 15, 17" : "128, 139"));
        }
        return type;
    }

    private CommandLine.ParameterException refused(final String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
