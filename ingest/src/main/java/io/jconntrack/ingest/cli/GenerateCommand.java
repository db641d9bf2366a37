/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

import io.jconntrack.ingest.pcap.PcapWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code jconntrack generate}: a capture of many TCP connections, each with its handshake and one segment of data.
 * The same options give the same file.
 */
@Command(name = "generate", mixinStandardHelpOptions = true,
    description = "Write a capture of many TCP connections: SYN, SYN/ACK, ACK and a data segment each, raw IP, "
        + "one packet a microsecond.")
final class GenerateCommand implements Callable<Integer> {
    private static final int LINKTYPE_RAW = 101;
    private static final int MAX_CONNECTIONS = 100_000_000;
    private static final int SYN = 2;
    private static final int PSH = 8;
    private static final int ACK = 16;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "1000000",
        description = "How many; ${DEFAULT-VALUE} unless told otherwise.")
    private int connections;

    @Option(names = "--ipv6", paramLabel = "PERCENT", defaultValue = "0",
        description = "How many in a hundred of them use IPv6; ${DEFAULT-VALUE} unless told otherwise.")
    private int ipv6;

    @Parameters(paramLabel = "FILE", description = "The capture to write; gzipped when its name ends in .gz.")
    private Path file;

    private final ByteBuffer packet = ByteBuffer.allocate(128);
    private long nowNanos = 1_700_000_000_000_000_000L;

    @Override
    public Integer call() throws IOException {
        if (connections < 1 || connections > MAX_CONNECTIONS || ipv6 < 0 || ipv6 > 100) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                "--connections goes from 1 to " + MAX_CONNECTIONS + ", --ipv6 from 0 to 100");
        }
        try (PcapWriter writer = new PcapWriter(file, LINKTYPE_RAW, packet.capacity())) {
            for (int i = 0; i < connections; i++) {
                send(writer, i, true, SYN, 1000, 0, 0);
                send(writer, i, false, SYN | ACK, 5000, 1001, 0);
                send(writer, i, true, ACK, 1001, 5001, 0);
                send(writer, i, true, PSH | ACK, 1001, 5001, 8);
            }
        }
        return 0;
    }

    private void send(final PcapWriter writer, final int i, final boolean fromClient, final int flags, final int seq,
        final int ack, final int payload) throws IOException {
        packet.clear();
        final int length = 20 + payload;
        // 16384 clients of 32768 ports at the most, one server
        final int clientHost = i >>> 15;
        final short clientPort = (short)(1024 + (i & 0x7FFF));
        if (i % 100 < ipv6) {
            packet.putInt(0x60000000).putShort((short)length).put((byte)6).put((byte)64);
            addressV6(fromClient ? 0x10000 + clientHost : 1);
            addressV6(fromClient ? 1 : 0x10000 + clientHost);
        } else {
            packet.putInt(0x45000000 | 20 + length).putInt(0).putInt(64 << 24 | 6 << 16);
            packet.putInt(fromClient ? 0x0A000000 | clientHost : 0xC0A80123);
            packet.putInt(fromClient ? 0xC0A80123 : 0x0A000000 | clientHost);
            packet.putShort(10, (short)~sum(0, 0, 20));
        }
        final int tcp = packet.position();
        packet.putShort(fromClient ? clientPort : 80).putShort(fromClient ? 80 : clientPort);
        packet.putInt(seq).putInt(ack).putShort((short)(0x5000 | flags)).putShort((short)0xFFFF).putInt(0);
        packet.putLong(0).position(tcp + length);
        final int addresses = tcp == 40 ? 8 : 12;
        packet.putShort(tcp + 16, (short)~sum(sum(6 + length, addresses, tcp - addresses), tcp, length));
        writer.write(nowNanos, packet.array(), 0, packet.position(), packet.position());
        nowNanos += 1000;
    }

    private void addressV6(final int host) {
        packet.putLong(0x20010DB800000000L).putLong(host);
    }

    private int sum(final int initial, final int offset, final int length) {
        int sum = initial;
        for (int i = offset; i < offset + length; i += 2) {
            sum += packet.order(ByteOrder.BIG_ENDIAN).getShort(i) & 0xFFFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (sum & 0xFFFF) + (sum >>> 16);
    }
}
