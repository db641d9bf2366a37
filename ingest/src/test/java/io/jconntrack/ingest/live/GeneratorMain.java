/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.live;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.jconntrack.ingest.capture.CaptureException;
import io.jconntrack.ingest.capture.PacketTransmitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The program of a {@link Generator}: interface and number of connections as arguments, then on standard input rates in
 * packets per second, a line each; 0 means as fast as it goes.
 */
final class GeneratorMain {
    private static final String HEADERS = "02000000aa0102000000aa020800"
        + "4500002800004000400600000a6300010a630002" + "0000005000000000000000005010800000000000";
    private static final int SYN = 2;
    private static final int ACK = 16;
    private static final int BURST = 32;

    private final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
    private final PacketTransmitter transmitter;
    private final int connections;
    private volatile int rate;

    private GeneratorMain(final PacketTransmitter transmitter, final int connections) {
        this.transmitter = transmitter;
        this.connections = connections;
        frame.putBytes(0, HexFormat.of().parseHex(HEADERS));
    }

    public static void main(final String[] arguments) throws Exception {
        try (PacketTransmitter transmitter = new PacketTransmitter(arguments[0], 1024)) {
            final GeneratorMain generator = new GeneratorMain(transmitter, Integer.parseInt(arguments[1]));
            final Thread sender = new Thread(generator::send, "sender");
            sender.setDaemon(true);
            final BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                generator.rate = Integer.parseInt(line);
                if (!sender.isAlive()) {
                    sender.start();
                }
            }
        } catch (final IOException e) {
            System.err.println(e.getMessage());
        }
    }

    private void send() {
        try {
            for (int i = 0; i < connections; i++) {
                segment(i, true, SYN, 100, 0);
                segment(i, false, SYN | ACK, 500, 101);
                segment(i, true, ACK, 101, 501);
            }
            transmitter.kick();
            for (long sent = 0; ; sent += BURST) {
                for (int i = 0; i < BURST; i++) {
                    final int connection = (int)((sent + i) / 2 % connections);
                    final boolean original = (i & 1) == 0;
                    segment(connection, original, ACK, original ? 101 : 501, original ? 501 : 101);
                }
                transmitter.kick();
                final int now = rate;
                if (now != 0) {
                    LockSupport.parkNanos(BURST * 1_000_000_000L / now);
                }
            }
        } catch (final CaptureException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private void segment(final int connection, final boolean original, final int flags, final int sequence,
        final int acknowledged) throws CaptureException {
        frame.putInt(26, original ? 0x0A630001 : 0x0A630002, BIG_ENDIAN);
        frame.putInt(30, original ? 0x0A630002 : 0x0A630001, BIG_ENDIAN);
        frame.putShort(34, (short)(original ? 1024 + connection : 80), BIG_ENDIAN);
        frame.putShort(36, (short)(original ? 80 : 1024 + connection), BIG_ENDIAN);
        frame.putInt(38, sequence, BIG_ENDIAN);
        frame.putInt(42, acknowledged, BIG_ENDIAN);
        frame.putByte(47, (byte)flags);
        checksum(24, 14, 34, 0);
        checksum(50, 34, 54, sum(26, 34) + 6 + 20);
        while (!transmitter.send(frame.addressOffset(), 60)) {
            transmitter.kick();
        }
    }

    private int sum(final int from, final int to) {
        int sum = 0;
        for (int at = from; at < to; at += 2) {
            sum += frame.getShort(at, BIG_ENDIAN) & 0xFFFF;
        }
        return sum;
    }

    private void checksum(final int at, final int from, final int to, final int more) {
        frame.putShort(at, (short)0);
        int sum = sum(from, to) + more;
        sum = (sum & 0xFFFF) + (sum >>> 16);
        sum = (sum & 0xFFFF) + (sum >>> 16);
        frame.putShort(at, (short)~sum, BIG_ENDIAN);
    }
}
