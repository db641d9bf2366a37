/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the compared TCP packets exercised, after the kernel's answers: state before, direction and flag class lead to
 * an outcome.
 */
final class Coverage {
    private static final String NONE = "NONE";
    private static final List<String> STATES = List.of(NONE, "SYN_SENT", "SYN_SENT2", "SYN_RECV", "ESTABLISHED",
        "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE");
    private static final List<String> CLASSES = List.of("SYN", "SYN/ACK", "FIN", "ACK", "RST", "RST/ACK", "BAD FLAGS",
        "MALFORMED");

    /** Outcomes and their counts, by state, direction and class. */
    private final Map<String, Map<String, Long>> outcomes = new HashMap<>();
    /** Sender of the original direction, by flow. */
    private final Map<String, String> originals = new HashMap<>();
    private long packets;

    /** Forget flows, before another capture. */
    void nextCapture() {
        originals.clear();
    }

    void packet(final Capture capture, final int i, final Answer kernel) {
        final byte[] ip = PacketText.ip(capture, i);
        final int header = PacketText.headerLength(ip);
        if (header == 0 || PacketText.protocol(ip) != Packets.TCP || ip.length < header + 14
            || kernel.refusedByIp() || "FRAGMENT".equals(kernel.get(Answer.Field.VERDICT))) {
            return;
        }
        packets++;
        final byte[] transport = Arrays.copyOfRange(ip, header, ip.length);
        final String sender = PacketText.address(ip, true) + " " + PacketText.port(transport, 0);
        final String flow = PacketText.flow(capture, i);
        final String before = kernel.before == null ? NONE : kernel.before;
        final String direction = kernel.before == null ? "orig"
            : sender.equals(originals.get(flow)) ? "orig" : "reply";
        final boolean present = "present".equals(kernel.get(Answer.Field.ENTRY));
        if (present) {
            final byte[] entry = ip.clone();
            final boolean fromSender = isFrom(kernel.get(Answer.Field.ORIG), transport, entry);
            originals.put(flow, fromSender ? sender
                : PacketText.address(ip, false) + " " + PacketText.port(transport, 2));
        } else {
            originals.remove(flow);
        }
        final String outcome = kernel.get(Answer.Field.VERDICT) + ">"
            + (present ? kernel.get(Answer.Field.STATE) : kernel.before == null ? NONE : "gone");
        outcomes.computeIfAbsent(key(before, direction, flagClass(transport)), k -> new TreeMap<>())
            .merge(outcome, 1L, Long::sum);
    }

    private static boolean isFrom(final String orig, final byte[] transport, final byte[] ip) {
        // the same ports both ways leave the addresses to tell them apart
        final boolean ports = orig.endsWith("sport:" + PacketText.port(transport, 0) + ",dport:"
            + PacketText.port(transport, 2));
        return ports && (PacketText.port(transport, 0) != PacketText.port(transport, 2) || ip[0] >> 4 != 4
            || orig.startsWith("src:" + PacketText.address(ip, true) + ","));
    }

    private static String flagClass(final byte[] transport) {
        final int offset = (transport[12] >> 4 & 15) * 4;
        if (transport.length < 20 || offset < 20 || offset > transport.length) {
            return "MALFORMED";
        }
        return switch (transport[13] & (Segment.FIN | Segment.SYN | Segment.RST | Segment.ACK)) {
            case Segment.SYN -> "SYN";
            case Segment.SYN | Segment.ACK -> "SYN/ACK";
            case Segment.FIN | Segment.ACK -> "FIN";
            case Segment.ACK -> "ACK";
            case Segment.RST -> "RST";
            case Segment.RST | Segment.ACK -> "RST/ACK";
            default -> "BAD FLAGS";
        };
    }

    private static String key(final String state, final String direction, final String flagClass) {
        return state + " " + direction + " " + flagClass;
    }

    /** How many cells of state, direction and class were reached. */
    int reached() {
        return outcomes.size();
    }

    void print(final PrintStream out) {
        out.printf("coverage: %d TCP packets, %d cells%n", packets, reached());
        out.printf("%-12s %-5s", "state", "dir");
        CLASSES.forEach(name -> out.printf(" %9s", name));
        out.println();
        final StringBuilder holes = new StringBuilder();
        for (final String state : STATES) {
            for (final String direction : state.equals(NONE) ? List.of("orig") : List.of("orig", "reply")) {
                out.printf("%-12s %-5s", state, direction);
                for (final String flagClass : CLASSES) {
                    final String key = key(state, direction, flagClass);
                    final long hits = outcomes.getOrDefault(key, Map.of()).values().stream()
                        .mapToLong(Long::longValue).sum();
                    out.printf(" %9d", hits);
                    holes.append(hits == 0 ? "\n  " + key : "");
                }
                out.println();
            }
        }
        out.println("outcomes, as verdict>state:");
        new TreeMap<>(outcomes).forEach((key, counts) -> out.printf("  %-32s %s%n", key, counts));
        out.println("holes:" + (holes.isEmpty() ? " none" : holes));
    }
}
