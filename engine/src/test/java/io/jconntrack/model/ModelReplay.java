/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.jconntrack.settings.Profile;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.zip.GZIPInputStream;

/**
 * Runs the model over a capture of TCP in raw IP (classic pcap, microseconds, gzipped), to compare it with what a
 * kernel said: {@code ModelReplay PROFILE FILE.pcap.gz name=value...} prints one JSON object per packet.
 */
final class ModelReplay {
    private ModelReplay() {
    }

    /**
     * Replay.
     *
     * @param args profile, file and settings.
     * @throws IOException when the file cannot be read.
     */
    public static void main(final String[] args) throws IOException {
        final Settings settings = new Settings(Profile.of(args[0]));
        for (int i = 2; i < args.length; i++) {
            settings.set(args[i].substring(0, args[i].indexOf('=')), args[i].substring(args[i].indexOf('=') + 1));
        }
        final ModelTracker tracker = new ModelTracker(settings, cell -> { });
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(
            new BufferedInputStream(Files.newInputStream(Path.of(args[1])))));
            PrintStream out = new PrintStream(System.out, false)) {
            in.skipNBytes(24);
            final byte[] header = new byte[16];
            while (in.readNBytes(header, 0, 16) == 16) {
                final ByteBuffer record = ByteBuffer.wrap(header).order(LITTLE_ENDIAN);
                final long micros = record.getInt(0) * 1_000_000L + record.getInt(4);
                final byte[] packet = in.readNBytes(record.getInt(8));
                final ModelVerdict verdict = tracker.process(packet, micros * 1000);
                out.println(json(verdict, tracker.count(), micros * 1000));
            }
        }
    }

    private static String json(final ModelVerdict v, final int count, final long nowNanos) {
        final String direction = v.direction() < 0 ? "null" : v.direction() == 0 ? "\"orig\"" : "\"reply\"";
        return String.format(Locale.ROOT, "{\"verdict\":\"%s\",\"dir\":%s,\"entry\":%s,\"count\":%d}", v.state(),
            direction, v.entry() == null ? "null" : json(v.entry(), v, nowNanos), count);
    }

    private static String json(final ModelConnection c, final ModelVerdict v, final long nowNanos) {
        final StringJoiner status = new StringJoiner("\",\"", "[\"", "\"]");
        if (c.seenReply) {
            status.add("SEEN_REPLY");
        }
        if (c.assured) {
            status.add("ASSURED");
        }
        status.add("CONFIRMED");
        final String refresh = v.timeout() == null ? "null"
            : v.timeout() == Setting.TCP_TIMEOUT_LISTEN ? "\"tcp_timeout_syn_sent2\""
            : '"' + v.timeout().shortName() + '"';
        return String.format(Locale.ROOT, "{\"state\":\"%s\",\"timeout\":%d,\"refresh\":%s,\"status\":%s,"
            + "\"packets\":[%d,%d],\"bytes\":[%d,%d],\"wscale\":[%d,%d],\"tcpflags\":[%d,%d]}", c.state,
            (c.deadlineNanos - nowNanos) / 1_000_000_000L, refresh, status, c.packets[0], c.packets[1], c.bytes[0],
            c.bytes[1], c.sides[0].scale, c.sides[1].scale, c.sides[0].flags(), c.sides[1].flags());
    }
}
