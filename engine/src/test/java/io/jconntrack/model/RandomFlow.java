/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import io.jconntrack.net.Reason;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Two endpoints that talk TCP, mostly sanely. They follow short scripts, one after the other, and now and then a
 * segment is changed, lost, repeated or sent by the wrong side.
 * <p>
 * A script is a list of steps: who sends, and what. {@code S} SYN, {@code B} SYN/ACK, {@code A} ACK, {@code P} data,
 * {@code F} FIN, {@code R} RST, {@code Q} RST with ACK, {@code K} keep-alive, {@code Z} closed window, {@code W}
 * another window, {@code Y} SYN with a far sequence number, {@code T} SYN/ACK that believes the last segment,
 * {@code X} RST that refuses it, {@code L} stale ACK of the numbers before, {@code D} the last segment again.
 * {@code N} chooses new sequence numbers and options, {@code J} is silence.
 */
final class RandomFlow {
    /** Segments to repeat; the oldest is forgotten. */
    private static final int HISTORY = 8;

    private static final String[] OPENINGS = {"N 0S 1B 0A", "N 0S 1B 0A", "N 0S 1B 0P", "N 0S 0S 1B 1B 0A",
        "N 0S 1S 0B 1B 0A", "N 0S 1S 1B 0A 1A", "N 0S 1S 1A 0A", "N 0S 1X", "N 0S 1B 0R", "N 0S 1B 1R", "N 0S 0R",
        "N 0S 1L 0R 0S 1B 0A", "N 0S 1B 1P 0A", "N 0S 1B 0F", "N 0S 1B 1F 0A", "N 1S 0B 1A", "N 0S J", "N 0S 1B J",
        "N 1S 0S 1B 0B 1A", "N 0S 1Q", "N 0S 1F", "N 0S 1A 1A", "N 0F", "N 0F 1A 1F", "N 0R", "N 0S 1S J 1S 0A"};
    private static final String[] TALK = {"0P 1A", "1P 0A", "0P 1P 0A 1A", "0P 0P 1A", "1P 1P 1P 0A", "0A D", "1P D",
        "0K 1A", "1K 0A", "0Z 1K 0Z 1K 0A", "1W 0P 1A", "0W 1P 0A", "1Z J 1A", "0P J 1A", "J 0P 1A", "0A 1A D D D",
        "0Y 1A 0R", "0Y 1T 0A", "0Y 1X 0A", "0Y 1A 0A", "1Y 0A", "1B 0A", "0P 0R", "1P 1Q", "0A 0R D 0S"};
    private static final String[] ENDS = {"0F 1A 1F 0A", "1F 0A 0F 1A", "0F 1F 0A 1A", "0F 1F 0A", "1F 0F 1A", "0R",
        "1R", "0Q", "1Q", "0F 1Q", "1F 0R", "0F 1A 1P 0A 1F 0A", "0F 0F 1A", "1F 1F 0A", "0F 1A J", "0F 1A 0Y 1A 1F",
        "0F 1F 0Y 1A 0R", "0F 1F 0Y 1T 0A", "0F 1F 1R", "0F J", "0R J", "0F 1A 1F J 0A", "0F 1A 1F 0A J",
        "0F 1A 1F 0A 1R", "0F 1A 1F 0A 1B 0A", "0R 1F 0A", "1F 0A 0F 1A 1S 0B 1A"};
    private static final String[] LATE = {"0A", "1A", "0F", "1F", "0R", "1R", "1Q", "0P", "1B", "N 0S 1B 0A",
        "N 1S 0B 1A", "N 0S", "N 1S", "0Y", "1Y", "J", "0Y 1T 0A", "N 0R 0S 1B", "N 1R 1S"};

    private final SplittableRandom random;
    private final SegmentBuilder builder;
    private final Endpoint[] ends;
    private final Deque<String> steps = new ArrayDeque<>();
    private final Deque<byte[]> history = new ArrayDeque<>();
    private byte[] last;
    private long lastEnd;
    private int phase = 3;

    /** One side, as it sees itself. */
    private static final class Endpoint {
        long isn;
        long next;
        long wasNext;
        int window = 65535;
        int scale;
        byte[] options = {};
        long widest = 65535;
    }

    RandomFlow(final SplittableRandom random, final int number) {
        this.random = random;
        builder = new SegmentBuilder(number % 4 == 3, number);
        ends = new Endpoint[] {new Endpoint(), new Endpoint()};
        renumber();
    }

    /** The next packet, or null for silence. */
    byte[] next() {
        while (steps.isEmpty()) {
            plan();
        }
        final String step = steps.poll();
        if (step.equals("N")) {
            renumber();
            return next();
        }
        if (step.equals("J")) {
            return null;
        }
        if (step.equals("d")) {
            return last;
        }
        if (step.equals("D") || !history.isEmpty() && random.nextInt(14) == 0) {
            return again(step);
        }
        if (random.nextInt(25) == 0) {
            return next(); // lost before it came here
        }
        final int from = step.charAt(0) - '0' ^ (random.nextInt(60) == 0 ? 1 : 0);
        final byte[] packet = send(from, step.charAt(1));
        history.add(packet);
        if (history.size() > HISTORY) {
            history.remove();
        }
        last = packet;
        return packet;
    }

    private byte[] again(final String step) {
        if (last == null) {
            return null;
        }
        if (step.equals("D")) {
            // rarely so often that a counter of 8 bits comes round
            steps.addAll(Collections.nCopies(random.nextInt(3000) == 0 ? 260 : random.nextInt(5), "d"));
            return last;
        }
        steps.addFirst(step);
        return history.stream().skip(random.nextInt(history.size())).findFirst().orElseThrow();
    }

    private void plan() {
        final int dice = random.nextInt(100);
        final String[][] scripts = {OPENINGS, TALK, ENDS, LATE};
        phase = switch (phase) {
            case 0, 1 -> dice < 60 ? 1 : dice < 92 ? 2 : dice < 97 ? 0 : 3;
            case 2 -> dice < 55 ? 3 : dice < 85 ? 0 : dice < 95 ? 2 : 1;
            default -> dice < 60 ? 0 : dice < 90 ? 3 : dice < 95 ? 1 : 2;
        };
        final String[] choice = scripts[phase];
        steps.addAll(List.of(choice[random.nextInt(choice.length)].split(" ")));
    }

    private void renumber() {
        for (final Endpoint end : ends) {
            end.wasNext = end.next;
            end.isn = switch (random.nextInt(4)) {
                case 0 -> Seq.plus(end.next, pick(0, 1, 2, 100, 64_000, 70_000, -1, -100, -70_000, 1L << 30));
                case 1 -> Seq.plus(0, pick(0, 1, -1, -2, -100, 0x7FFF_FFFFL, 0x8000_0000L));
                default -> random.nextLong(1L << 32);
            };
            end.next = end.isn;
            end.window = (int)pick(0, 1, 100, 1000, 5840, 29200, 65535);
            end.options = SegmentBuilder.opening(random);
            end.scale = random.nextInt(2) == 0 ? 0 : random.nextInt(15);
            end.widest = Math.max(1, end.window);
        }
    }

    private byte[] send(final int from, final char what) {
        final Endpoint me = ends[from];
        final Endpoint peer = ends[1 - from];
        builder.from(from).seq(me.next).ack(peer.next).window(me.window).payload(0).options(new byte[0]);
        switch (what) {
            case 'S' -> builder.flags(ModelSegment.SYN).seq(me.isn).ack(0).options(me.options);
            case 'Y' -> builder.flags(ModelSegment.SYN).ack(0).options(me.options)
                .seq(Seq.plus(me.next, pick(1, 100, 100_000, 1 << 29, -100_000)));
            case 'B' -> builder.flags(ModelSegment.SYN | ModelSegment.ACK).seq(me.isn).options(me.options);
            case 'T' -> builder.flags(ModelSegment.SYN | ModelSegment.ACK).ack(lastEnd).options(me.options)
                .seq(me.next = Seq.plus(me.next, pick(0, 64_000, 1 << 28)));
            case 'A' -> builder.flags(ModelSegment.ACK);
            case 'P' -> builder.flags(ModelSegment.ACK | ModelSegment.PSH).payload((int)pick(1, 10, 100, 500, 1400));
            case 'F' -> builder.flags(ModelSegment.FIN | ModelSegment.ACK).payload((int)pick(0, 0, 0, 30));
            case 'R' -> builder.flags(ModelSegment.RST).ack(0).seq(Seq.plus(me.next, pick(0, 0, 0, 0, 1, -1)));
            case 'Q' -> builder.flags(ModelSegment.RST | ModelSegment.ACK);
            case 'X' -> builder.flags(ModelSegment.RST | ModelSegment.ACK).seq(pick(0, 0, me.next)).ack(lastEnd);
            case 'K' -> builder.flags(ModelSegment.ACK).seq(Seq.minus(me.next, 1)).payload((int)pick(0, 1));
            case 'Z' -> builder.flags(ModelSegment.ACK).window(0);
            case 'W' -> builder.flags(ModelSegment.ACK)
                .window(me.window = (int)pick(0, 1, 100, 1000, 5840, 29200, 65535));
            case 'L' -> builder.flags(ModelSegment.ACK).seq(me.wasNext).ack(peer.wasNext);
            default -> builder.flags(ModelSegment.ACK);
        }
        final boolean sane = random.nextInt(4) != 0;
        if (!sane) {
            mutate(me, peer);
        }
        final byte[] packet = builder.build();
        final ModelSegment segment = new ModelSegment(packet);
        if (segment.hasPorts() && segment.malformed() == Reason.NONE) {
            lastEnd = segment.end();
            if ((sane || random.nextInt(4) == 0) && "YRQXK".indexOf(what) < 0) {
                me.next = segment.end();
                me.widest = Math.max(me.widest, (long)segment.window() << me.scale);
            }
        }
        return packet;
    }

    private void mutate(final Endpoint me, final Endpoint peer) {
        final int kinds = random.nextInt(10) < 6 ? 1 << random.nextInt(6) : 1 + random.nextInt(63);
        if ((kinds & 1) != 0) {
            builder.flags(random.nextInt(10) < 8 ? (int)pick(2, 18, 16, 24, 17, 4, 20, 49, 48) : random.nextInt(256));
        }
        if ((kinds & 2) != 0) {
            builder.seq(Seq.plus(pick(me.next, me.isn, me.next + peer.widest, me.next + 2 * peer.widest,
                me.next - peer.widest, me.next - builder.length() - peer.widest, peer.next, 0, me.next + (1L << 31)),
                offset()));
        }
        if ((kinds & 4) != 0) {
            builder.ack(Seq.plus(pick(peer.next, peer.isn, peer.isn + 1, peer.next - Math.max(66_000, me.widest),
                peer.next - me.widest, me.next, 0, peer.next + (1L << 31)), offset()));
        }
        if ((kinds & 8) != 0) {
            builder.window((int)pick(0, 0, 1, 2, 50, 500, 40_000, 65_535));
        }
        if ((kinds & 16) != 0) {
            builder.options(SegmentBuilder.any(random, peer.next));
        }
        if ((kinds & 32) != 0) {
            switch (random.nextInt(6)) {
                case 0 -> builder.headerWords(random.nextInt(16));
                case 1 -> builder.cutTo(random.nextInt(24));
                default -> builder.payload((int)pick(0, 1, 2, 1000, 8000, 60_000));
            }
        }
    }

    private long offset() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong(-2000, 2000);
            case 1 -> random.nextLong(-80_000, 80_000);
            default -> random.nextLong(-2, 3);
        };
    }

    private long pick(final long... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
