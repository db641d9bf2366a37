/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import static io.jconntrack.bench.Traffic.ACK;
import static io.jconntrack.bench.Traffic.DATA;
import static io.jconntrack.bench.Traffic.FIN;
import static io.jconntrack.bench.Traffic.PSH;
import static io.jconntrack.bench.Traffic.RST;
import static io.jconntrack.bench.Traffic.SYN;

import java.util.List;
import java.util.stream.Stream;

/**
 * What connections do, step by step, and what the rules of the {@code linux} profile say of each after a step. It is
 * written down from Linux's documentation of its sysctls, not computed by anything of the tracker's.
 */
enum Life {
    /** A SYN that nobody answers. */
    UNANSWERED(Step.client(0, SYN, 0, 0, "SYN_SENT", 120)),
    /** A handshake that is never finished. */
    HALF_OPEN(Step.client(0, SYN, 0, 0, "SYN_SENT", 120), Step.server(30, SYN | ACK, 0, 1, "SYN_RECV", 60)),
    /** From SYN to TIME_WAIT. */
    CLOSED(Step.client(0, SYN, 0, 0, "SYN_SENT", 120), Step.server(30, SYN | ACK, 0, 1, "SYN_RECV", 60),
        Step.client(30, ACK, 1, 1, "ESTABLISHED", Life.ESTABLISHED),
        Step.client(50, PSH | ACK, 1, 1, "ESTABLISHED", Life.ESTABLISHED),
        Step.client(2000, FIN | ACK, 1 + DATA, 1, "FIN_WAIT", 120),
        Step.server(30, FIN | ACK, 1, 2 + DATA, "LAST_ACK", 30),
        Step.client(30, ACK, 2 + DATA, 2, "TIME_WAIT", 120)),
    /** Ended by a RST. */
    RESET(Step.client(0, SYN, 0, 0, "SYN_SENT", 120), Step.server(30, SYN | ACK, 0, 1, "SYN_RECV", 60),
        Step.client(30, ACK, 1, 1, "ESTABLISHED", Life.ESTABLISHED),
        Step.client(1000, RST | ACK, 1, 1, "CLOSE", 10)),
    /** Talks for a while and then is forgotten. */
    IDLE(Step.client(0, SYN, 0, 0, "SYN_SENT", 120), Step.server(30, SYN | ACK, 0, 1, "SYN_RECV", 60),
        Step.client(30, ACK, 1, 1, "ESTABLISHED", Life.ESTABLISHED),
        Step.client(3000, PSH | ACK, 1, 1, "ESTABLISHED", Life.ESTABLISHED),
        Step.server(3000, ACK, 1, 1 + DATA, "ESTABLISHED", Life.ESTABLISHED)),
    /** A datagram without an answer. */
    ONE_WAY(Step.client(0, 0, 0, 0, "", 30)),
    /** A question and its answer. */
    ANSWERED(Step.client(0, 0, 0, 0, "", 30), Step.server(40, 0, 0, 0, "", 30)),
    /** A flow that is there for more than two seconds, which makes it a stream. */
    STREAM(Step.client(0, 0, 0, 0, "", 30), Step.server(40, 0, 0, 0, "", 30), Step.client(2500, 0, 0, 0, "", 120));

    /** What {@code tcp_timeout_established} has to be, in seconds; its five days are too long to wait for. */
    static final int ESTABLISHED = 240;

    /** Lives of TCP. */
    static final List<Life> TCP = Stream.of(values()).filter(life -> !life.last().state.isEmpty()).toList();
    /** Lives of UDP. */
    static final List<Life> UDP = Stream.of(values()).filter(life -> life.last().state.isEmpty()).toList();

    /** What happens, in order. */
    final List<Step> steps;

    Life(final Step... steps) {
        this.steps = List.of(steps);
    }

    private Step last() {
        return steps.getLast();
    }

    /**
     * How long a connection is in the table.
     *
     * @return seconds from its first packet to its end, about.
     */
    double seconds() {
        return steps.stream().mapToDouble(step -> step.waitMillis * 1.5e-3).sum() + last().seconds;
    }

    /**
     * The longest that the rules give a connection.
     *
     * @param udp whether it is a UDP flow.
     * @param state of it, "" for UDP.
     * @return seconds; -1 when no connection comes to that state.
     */
    static int longest(final boolean udp, final String state) {
        int longest = -1;
        for (final Life life : udp ? UDP : TCP) {
            for (final Step step : life.steps) {
                longest = step.state.equals(state) ? Math.max(longest, step.seconds) : longest;
            }
        }
        return longest;
    }

    /**
     * A packet and what follows from it.
     *
     * @param waitMillis since the packet before, once to twice as long.
     * @param fromClient the sender.
     * @param flags of TCP.
     * @param seq relative to the sender's first.
     * @param ack relative to the receiver's first.
     * @param state that it leads to, "" for UDP.
     * @param seconds that the connection then has.
     */
    record Step(int waitMillis, boolean fromClient, int flags, int seq, int ack, String state, int seconds) {
        private static Step client(final int waitMillis, final int flags, final int seq, final int ack,
            final String state, final int seconds) {
            return new Step(waitMillis, true, flags, seq, ack, state, seconds);
        }

        private static Step server(final int waitMillis, final int flags, final int seq, final int ack,
            final String state, final int seconds) {
            return new Step(waitMillis, false, flags, seq, ack, state, seconds);
        }
    }
}
