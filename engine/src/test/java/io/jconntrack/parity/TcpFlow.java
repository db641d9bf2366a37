/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.parity;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A TCP connection that is opened, used, closed and opened again in usual and unusual ways.
 * <p>
 * It stands in one of five stages, and in each chooses among moves: a move is one packet or a few. A packet may be
 * changed on its way out, see {@link #change}.
 */
final class TcpFlow {
    private enum Stage { IDLE, OPENING, ANSWERED, OPEN, CLOSING }

    private static final int[] WINDOWS = {0, 1, 2, 100, 1000, 5840, 29200, 40000, 65535, 65535};
    private static final int[] JUMPS = {1, 1, 100, 1000, 65536, 70000, 200_000, 1 << 24, 1 << 29, -1, -100, -70_000};
    private static final int FIN = Segment.FIN;
    private static final int SYN = Segment.SYN;
    private static final int RST = Segment.RST;
    private static final int PSH = Segment.PSH;
    private static final int ACK = Segment.ACK;

    private final TrafficGenerator out;
    private final Dice dice;
    private final Peer[] peers;
    private final Deque<byte[]> recent = new ArrayDeque<>();
    private Stage stage = Stage.IDLE;
    private int opener;
    private boolean changing = true;

    TcpFlow(final TrafficGenerator out, final Peer a, final Peer b) {
        this.out = out;
        dice = out.dice();
        peers = new Peer[] {a, b};
        restart();
    }

    /** Make one move. */
    void move() {
        changing = !dice.chance(0.15);
        if (!recent.isEmpty() && dice.chance(0.08)) {
            replay();
            return;
        }
        if (dice.chance(0.03)) {
            out.silence();
            return;
        }
        if (dice.chance(0.05)) {
            intrude();
            return;
        }
        switch (stage) {
            case IDLE -> idle();
            case OPENING -> opening();
            case ANSWERED -> answered();
            case OPEN -> open();
            default -> closing();
        }
    }

    private void restart() {
        opener = dice.chance(0.85) ? opener : 1 - opener;
        for (final Peer peer : peers) {
            final int initial = switch (dice.pick(5, 4, 1)) {
                case 0 -> peer.next + dice.of(JUMPS);
                case 1 -> dice.word();
                default -> dice.of(0, 1, -1, -2, -100, Integer.MAX_VALUE, Integer.MIN_VALUE);
            };
            peer.restart(initial);
            peer.window = dice.of(WINDOWS);
            peer.scale = dice.of(-1, -1, 0, 1, 2, 7, 7, 14, 15);
            peer.synOptions = Segment.join(dice.chance(0.7) ? Segment.mss(dice.of(536, 1460)) : new byte[0],
                dice.chance(0.5) ? Segment.sackPermitted() : new byte[0],
                peer.scale >= 0 ? Segment.windowScale(peer.scale) : new byte[0],
                dice.chance(0.2) ? Segment.timestamps(dice.word()) : new byte[0]);
        }
    }

    // ------------------------------------------------------------ stages

    private void idle() {
        final int server = 1 - opener;
        switch (dice.pick(40, 6, 6, 8, 6, 3)) {
            case 0 -> {
                restart();
                send(opener, SYN, dice.pick(9, 1) == 0 ? 0 : 100);
                stage = Stage.OPENING;
            }
            case 1 -> {
                // in mid-stream
                restart();
                send(dice.below(2), dice.of(ACK, ACK | PSH, ACK | FIN, SYN | ACK), dice.of(0, 10, 1000));
                stage = Stage.OPEN;
            }
            case 2 -> {
                restart();
                sendAll(opener, SYN, server, SYN);
                stage = Stage.ANSWERED;
            }
            case 3 -> send(dice.below(2), dice.of(ACK, ACK | PSH, FIN | ACK, RST, RST | ACK), dice.of(0, 0, 10));
            case 4 -> handshake();
            default -> {
                // the same numbers again, as a client does whose first SYN was lost on the way back
                peers[opener].next = peers[opener].first;
                send(opener, SYN, 0);
                stage = Stage.OPENING;
            }
        }
    }

    private void opening() {
        final int server = 1 - opener;
        switch (dice.pick(50, 8, 8, 6, 4, 4, 4)) {
            case 0 -> {
                send(server, SYN | ACK, dice.pick(9, 1) == 0 ? 0 : 10);
                stage = Stage.ANSWERED;
            }
            case 1 -> send(opener, SYN, 0);
            case 2 -> {
                final Segment refusal = peers[server].segment(peers[opener], RST | ACK, 0);
                refusal.seq = 0;
                send(server, refusal);
                stage = Stage.IDLE;
            }
            case 3 -> {
                // simultaneous open
                send(server, SYN, 0);
                stage = Stage.ANSWERED;
            }
            case 4 -> {
                // split handshake: an ACK of the SYN, and then a SYN of its own
                sendAll(server, ACK, server, SYN, opener, SYN | ACK, server, ACK);
                stage = Stage.OPEN;
            }
            case 5 -> {
                // a server that still holds the old connection asks for proof, and the client resets it
                final Segment challenge = peers[server].segment(peers[opener], ACK, 0);
                challenge.seq = dice.word();
                challenge.ack = dice.word();
                send(server, challenge);
                final Segment reset = peers[opener].segment(peers[server], RST, 0);
                reset.seq = challenge.ack + dice.of(0, 0, 0, 1);
                send(opener, reset);
                send(opener, SYN, 0);
            }
            default -> {
                restart();
                send(opener, SYN, 0);
            }
        }
    }

    private void answered() {
        final int server = 1 - opener;
        switch (dice.pick(50, 8, 6, 8, 6, 6, 6)) {
            case 0 -> {
                send(opener, ACK, dice.of(0, 0, 0, 100));
                stage = Stage.OPEN;
            }
            case 1 -> send(server, SYN | ACK, 0);
            case 2 -> send(opener, SYN, 0);
            case 3 -> {
                send(dice.below(2), SYN | ACK, 0);
                stage = dice.chance(0.5) ? Stage.OPEN : stage;
            }
            case 4 -> send(server, ACK | PSH, 20);
            case 5 -> {
                send(dice.below(2), FIN | ACK, 0);
                stage = Stage.CLOSING;
            }
            default -> reset(dice.below(2));
        }
    }

    private void open() {
        final int d = dice.below(2);
        switch (dice.pick(34, 30, 4, 5, 5, 8, 3, 3, 3, 2)) {
            case 0 -> send(d, ACK | (dice.chance(0.5) ? PSH : 0), dice.of(1, 10, 100, 500, 1000, 1400));
            case 1 -> send(d, ACK, 0);
            case 2 -> {
                final Segment keepalive = peers[d].segment(peers[1 - d], ACK, dice.below(2));
                keepalive.seq--;
                send(d, keepalive);
                send(1 - d, ACK, 0);
            }
            case 3 -> {
                peers[d].window = dice.of(WINDOWS);
                send(d, ACK, 0);
                send(1 - d, ACK | PSH, dice.of(1, 100, 1400));
            }
            case 4 -> {
                send(d, ACK | PSH, 100);
                for (int i = dice.below(6); i >= 0; i--) {
                    out.emit(recent.getLast());
                }
            }
            case 5 -> {
                send(d, FIN | ACK, dice.of(0, 0, 30));
                stage = Stage.CLOSING;
            }
            case 6 -> reset(d);
            case 7 -> resetTrain(d);
            case 8 -> {
                // both sides go on at another place
                peers[d].next += dice.of(JUMPS);
                send(d, ACK | PSH, 100);
                send(1 - d, ACK, 0);
            }
            default -> badClose(d);
        }
    }

    private void closing() {
        final int d = peers[0].closed ? peers[1].closed ? dice.below(2) : 1 : 0;
        switch (dice.pick(30, 26, 6, 6, 6, 5, 12)) {
            case 0 -> send(d, ACK, 0);
            case 1 -> send(d, FIN | ACK, 0);
            case 2 -> {
                final Segment again = peers[1 - d].segment(peers[d], FIN | ACK, 0);
                again.seq--;
                send(1 - d, again);
            }
            case 3 -> send(dice.below(2), ACK | PSH, dice.of(1, 100));
            case 4 -> {
                sendAll(d, FIN | ACK, 1 - d, ACK);
                stage = Stage.IDLE;
            }
            case 5 -> reset(dice.below(2));
            default -> stage = Stage.IDLE;
        }
    }

    // ------------------------------------------------------------- moves

    private void handshake() {
        restart();
        sendAll(opener, SYN, 1 - opener, SYN | ACK, opener, ACK);
        stage = Stage.OPEN;
    }

    private void reset(final int d) {
        final Segment reset = peers[d].segment(peers[1 - d], RST | (dice.chance(0.5) ? ACK : 0), 0);
        reset.seq += dice.of(0, 0, 0, 0, 1, -1, 1000);
        send(d, reset);
        stage = dice.chance(0.8) ? Stage.IDLE : stage;
    }

    private void resetTrain(final int d) {
        final Segment last = peers[d].segment(peers[1 - d], ACK, dice.of(0, 100));
        send(d, last);
        for (int i = dice.below(4); i >= 0; i--) {
            final Segment reset = peers[d].segment(peers[1 - d], RST, 0);
            reset.seq = last.end() + dice.of(0, 0, 0, 1, 1400, 2800);
            send(d, reset);
        }
        stage = dice.chance(0.7) ? Stage.IDLE : stage;
    }

    /** FINs and RSTs that the window refuses, in turn. */
    private void badClose(final int d) {
        for (int i = 0; i < 2 + dice.below(3); i++) {
            final int from = i % 2 == 0 ? d : 1 - d;
            final Segment bad = peers[from].segment(peers[1 - from], dice.of(FIN | ACK, RST, RST | ACK), 0);
            if (dice.chance(0.5)) {
                bad.ack += dice.of(1, 100_000);
            } else {
                bad.seq += dice.of(-200_000, 500_000, 1 << 30);
            }
            emit(from, bad);
        }
    }

    /** A packet that does not fit the stage. */
    private void intrude() {
        final int server = 1 - opener;
        final Peer client = peers[opener];
        switch (dice.pick(4, 4, 4, 3, 3)) {
            case 0, 1 -> {
                // a SYN into a connection, a challenge for it or an answer to it, and what the client makes of that
                final Segment syn = client.segment(peers[server], SYN, 0);
                syn.seq = client.next + dice.of(JUMPS);
                emit(opener, syn);
                if (dice.chance(0.5)) {
                    final Segment challenge = peers[server].segment(client, ACK, 0);
                    challenge.ack += dice.of(0, 0, 0, 1, -1);
                    emit(server, challenge);
                    final Segment reset = client.segment(peers[server], RST, 0);
                    reset.seq = challenge.ack + dice.of(0, 0, 0, 1, -1);
                    emit(opener, reset);
                } else {
                    client.restart(syn.seq);
                    client.sent(peers[server], syn);
                    peers[server].restart(peers[server].next + dice.of(JUMPS));
                    final Segment answer = peers[server].segment(client, SYN | ACK, 0);
                    answer.ack += dice.of(0, 0, 0, 0, 1, -1);
                    send(server, answer);
                    send(opener, ACK, 0);
                    stage = Stage.OPEN;
                }
            }
            case 2 -> {
                final Segment answer = peers[server].segment(client, SYN | ACK, 0);
                answer.ack = client.first + 1;
                emit(server, answer);
                send(opener, ACK, 0);
            }
            case 3 -> send(server, SYN, 0);
            default -> {
                final Segment strange = peers[dice.below(2)].segment(peers[opener], dice.below(256), dice.of(0, 10));
                emit(dice.below(2), strange);
            }
        }
    }

    private void replay() {
        final byte[] packet = dice.chance(0.5) ? recent.getLast() : List.copyOf(recent).get(dice.below(recent.size()));
        for (int i = dice.of(1, 1, 1, 2, 4, 6); i > 0; i--) {
            out.emit(packet);
        }
    }

    // ----------------------------------------------------------- sending

    private void sendAll(final int... sendersAndFlags) {
        for (int i = 0; i < sendersAndFlags.length; i += 2) {
            send(sendersAndFlags[i], sendersAndFlags[i + 1], 0);
        }
    }

    private void send(final int d, final int flags, final int payload) {
        send(d, peers[d].segment(peers[1 - d], flags, payload));
    }

    private void send(final int d, final Segment segment) {
        int from = d;
        boolean seen = true;
        if (changing && dice.chance(0.2)) {
            from = change(d, segment);
            // what was changed on the way is not what its sender remembers
            seen = dice.chance(0.4);
        }
        emit(from, segment);
        if (seen) {
            peers[from].sent(peers[1 - from], segment);
        }
    }

    private void emit(final int d, final Segment segment) {
        final byte[] packet = segment.packet(peers[d], peers[1 - d]);
        out.emit(packet);
        recent.addLast(packet);
        if (recent.size() > 10) {
            recent.removeFirst();
        }
    }

    /**
     * Change something about a segment.
     *
     * @return who sends it.
     */
    private int change(final int d, final Segment segment) {
        final Peer me = peers[d];
        final Peer other = peers[1 - d];
        do {
            switch (dice.pick(8, 20, 18, 6, 6, 5, 5, 3, 1)) {
                case 0 -> segment.flags = dice.chance(0.8)
                    ? dice.of(SYN, SYN | ACK, ACK, ACK | PSH, FIN | ACK, RST, RST | ACK, FIN, SYN | FIN, 0)
                    : dice.below(256);
                case 1 -> segment.seq = near(dice.of(me.next, me.next, me.acknowledged, me.allowed, me.allowed,
                    me.allowed + other.maxWindow, me.next - other.maxWindow, me.first, 0, me.next ^ 1 << 31),
                    segment.payload);
                case 2 -> segment.ack = near(dice.of(other.next, other.next, other.acknowledged, other.allowed,
                    other.next - Math.max(66_000, me.maxWindow), other.next - me.maxWindow, other.first, 0,
                    other.next ^ 1 << 31), segment.payload);
                case 3 -> segment.window = dice.of(WINDOWS);
                case 4 -> segment.payload = dice.of(0, 1, 10, 1000, 1460, 8000, 30_000);
                case 5 -> segment.options = options(other);
                case 6 -> {
                    return 1 - d;
                }
                case 7 -> {
                    segment.cut = dice.below(24);
                    segment.dataOffset = dice.of(-1, 0, 1, 4, 6, 8, 15);
                }
                default -> segment.wrongChecksum = true;
            }
        } while (dice.chance(0.25));
        return d;
    }

    private int near(final int edge, final int payload) {
        return edge + dice.of(-2, -1, 0, 0, 0, 1, 2, -payload, dice.below(4000) - 2000, dice.below(160_000) - 80_000);
    }

    private byte[] options(final Peer other) {
        return switch (dice.pick(3, 2, 2, 1)) {
            case 0 -> {
                final int[] edges = new int[2 * (1 + dice.below(3))];
                for (int i = 0; i < edges.length; i += 2) {
                    edges[i] = other.next + dice.of(-70_000, -1000, 0, 1000, 70_000);
                    edges[i + 1] = edges[i] + dice.of(1, 1000);
                }
                yield Segment.sack(edges);
            }
            case 1 -> Segment.join(Segment.mss(1460), Segment.windowScale(dice.of(0, 1, 3, 7, 14, 15, 255)),
                dice.chance(0.5) ? Segment.sackPermitted() : new byte[0]);
            case 2 -> Segment.timestamps(dice.word());
            default -> {
                final byte[] noise = new byte[4 * (1 + dice.below(3))];
                for (int i = 0; i < noise.length; i++) {
                    noise[i] = (byte)dice.word();
                }
                yield Arrays.copyOf(noise, noise.length);
            }
        };
    }
}
