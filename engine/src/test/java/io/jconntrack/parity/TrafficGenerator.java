/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Random plausible traffic of a kind; the same seed gives the same packets.
 */
final class TrafficGenerator {
    /** Kinds of traffic. */
    enum Kind {
        TCP, DATAGRAMS, SCTP, FRAGMENTS, MIXED
    }

    private static final long START_MICROS = 1_000_000L * 1_000_000L;
    /** Packets in one burst, which is over in less than a second: UDP flows are then all younger than two seconds. */
    private static final int BURST = 2500;
    private static final int FLOWS = 16;

    private final Kind kind;
    private final Dice dice;
    private final int packets;
    private final Capture capture = new Capture(Capture.RAW_IP);
    private final List<TcpFlow> tcp = new ArrayList<>();
    private final List<SctpFlow> sctp = new ArrayList<>();
    private final DatagramTraffic datagrams;
    private final Fragmenter fragmenter;
    private final Deque<byte[]> recent = new ArrayDeque<>();
    private long micros = START_MICROS;
    private int burst;

    private TrafficGenerator(final Kind kind, final long seed, final int packets) {
        this.kind = kind;
        this.packets = packets;
        dice = new Dice(seed);
        for (int i = 0; i < FLOWS; i++) {
            final boolean v6 = dice.chance(0.2);
            final int net = 1 + i;
            tcp.add(new TcpFlow(this, peer(v6, 1, net, 1024 + dice.below(60_000)), peer(v6, 2, net, dice.of(22, 80))));
            sctp.add(new SctpFlow(this, peer(v6, 3, net, 3000 + i), peer(v6, 4, net, 5000)));
        }
        datagrams = new DatagramTraffic(this);
        fragmenter = new Fragmenter(dice);
    }

    private Peer peer(final boolean v6, final int net, final int host, final int port) {
        return new Peer(v6 ? Packets.v6(net, 0, host) : Packets.v4(net, 0, host), port);
    }

    static Capture generate(final Kind kind, final long seed, final int packets) {
        return new TrafficGenerator(kind, seed, packets).run();
    }

    private Capture run() {
        while (capture.size() < packets) {
            if (burst >= BURST) {
                burst = 0;
                pass(dice.of(3, 5, 9, 25, 29, 31, 61, 130));
            }
            switch (kind) {
                case TCP -> tcp.get(dice.below(FLOWS)).move();
                case SCTP -> sctp.get(dice.below(FLOWS)).move();
                case DATAGRAMS, FRAGMENTS -> {
                    if (dice.chance(0.3)) {
                        tcp.get(dice.below(FLOWS)).move();
                    } else {
                        datagrams.move();
                    }
                }
                default -> {
                    switch (dice.pick(4, 2, 4)) {
                        case 0 -> tcp.get(dice.below(FLOWS)).move();
                        case 1 -> sctp.get(dice.below(FLOWS)).move();
                        default -> datagrams.move();
                    }
                }
            }
        }
        return capture;
    }

    Dice dice() {
        return dice;
    }

    /** A packet sent before, for ICMP errors to quote; null at the start. */
    byte[] someRecent() {
        return recent.isEmpty() ? null : List.copyOf(recent).get(dice.below(recent.size()));
    }

    void emit(final byte[] packet) {
        final boolean split = kind == Kind.FRAGMENTS ? dice.chance(0.3) : kind == Kind.MIXED && dice.chance(0.03);
        if (split && !mayClose(packet)) {
            fragmenter.split(packet).forEach(this::put);
        } else {
            put(packet);
        }
        recent.addLast(packet);
        if (recent.size() > 30) {
            recent.removeFirst();
        }
    }

    /**
     * Whether a packet is a TCP segment with FIN or RST, which is never fragmented: a refused one is judged by the time
     * that its entry has left, and the oracle can't set that for a packet whose ports came in another fragment.
     */
    private static boolean mayClose(final byte[] packet) {
        final boolean v4 = packet[0] >> 4 == 4;
        final int flagsAt = (v4 ? (packet[0] & 15) * 4 : 40) + 13;
        return packet[v4 ? 9 : 6] == 6 && packet.length > flagsAt
            && (packet[flagsAt] & (Segment.FIN | Segment.RST)) != 0;
    }

    private void put(final byte[] packet) {
        if (kind == Kind.TCP || kind == Kind.SCTP) {
            micros += dice.of(10, 100, 1000, 20_000, 20_000, 1_000_000);
        } else {
            micros += 1 + dice.below(300);
            burst++;
        }
        capture.add(micros, packet);
    }

    /** Let time pass in which time-outs run down; traffic that comes in bursts does so between them alone. */
    void silence() {
        if (kind == Kind.TCP || kind == Kind.SCTP) {
            pass(dice.of(1, 2, 3, 4, 9, 11, 29, 31, 45, 61, 119, 121, 180, 211, 299, 301, 700));
        }
    }

    private void pass(final int seconds) {
        micros += seconds * 1_000_000L + dice.below(900_000);
    }
}
