/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.bench;

import io.jconntrack.Connection;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which connections there must be, in which state, for how long: arrays by the connection's number, and a calendar of
 * the packets to come. Nothing is allocated after the start.
 */
final class SoakModel {
    /** Packet time from one tick of the calendar to the next. */
    static final long TICK_NANOS = 10_000_000;
    private static final int MILLIS_PER_TICK = (int)(TICK_NANOS / 1_000_000);
    /** Ticks of the calendar; no step waits longer than 5 s. */
    private static final int CALENDAR = 1024;
    private static final int NONE = -1;
    private static final Life[] LIVES = Life.values();

    private final Traffic traffic;
    private final SplittableRandom random;
    /** The end of each connection, in packet time; 0 before the first. */
    private final long[] deadlines;
    private final byte[] lives;
    /** Steps that were taken. */
    private final byte[] steps;
    /** Whether one is to come. */
    private final boolean[] waits;
    /** The next connection of the same tick. */
    private final int[] following;
    private final int[] calendar = new int[CALENDAR];
    private final int[] seen;
    private int check;
    private int next;

    /**
     * Nobody is there yet.
     *
     * @param traffic that tells UDP flows.
     * @param numbers of connections that there may be at once, a power of two.
     * @param random chooses lives and waits.
     */
    SoakModel(final Traffic traffic, final int numbers, final SplittableRandom random) {
        this.traffic = traffic;
        this.random = random;
        deadlines = new long[numbers];
        lives = new byte[numbers];
        steps = new byte[numbers];
        waits = new boolean[numbers];
        following = new int[numbers];
        seen = new int[numbers];
        Arrays.fill(calendar, NONE);
    }

    /**
     * Begin a connection.
     *
     * @param nowNanos packet time.
     * @return its number, whose first step is to be taken now.
     */
    int open(final long nowNanos) {
        int number = next;
        while (waits[number] || deadlines[number] > nowNanos) {
            number = number + 1 & deadlines.length - 1;
        }
        next = number + 1 & deadlines.length - 1;
        final List<Life> choice = traffic.isUdp(number) ? Life.UDP : Life.TCP;
        lives[number] = (byte)choice.get(random.nextInt(choice.size())).ordinal();
        steps[number] = 0;
        return number;
    }

    /**
     * The connections whose next packet is due.
     *
     * @param tick of the calendar.
     * @return the first, NONE (-1) when there is none; {@link #following} has the others.
     */
    int due(final long tick) {
        final int slot = (int)tick & CALENDAR - 1;
        final int first = calendar[slot];
        calendar[slot] = NONE;
        return first;
    }

    /**
     * The next connection of a tick. To be asked before the connection takes its step.
     *
     * @param number of the connection before.
     * @return its number, or -1.
     */
    int following(final int number) {
        return following[number];
    }

    /**
     * Take a connection's next step.
     *
     * @param number of the connection.
     * @param tick of the calendar.
     * @param nowNanos packet time.
     * @return the step.
     */
    Life.Step step(final int number, final long tick, final long nowNanos) {
        final List<Life.Step> all = LIVES[lives[number]].steps;
        final Life.Step step = all.get(steps[number]++);
        deadlines[number] = nowNanos + step.seconds() * 1_000_000_000L;
        waits[number] = steps[number] < all.size();
        if (waits[number]) {
            final int ticks = Math.max(1, all.get(steps[number]).waitMillis() / MILLIS_PER_TICK);
            final int slot = (int)(tick + ticks + random.nextInt(ticks)) & CALENDAR - 1;
            following[number] = calendar[slot];
            calendar[slot] = number;
        }
        return step;
    }

    /**
     * Connections whose time is not over.
     *
     * @param nowNanos packet time.
     * @return how many.
     */
    int live(final long nowNanos) {
        int live = 0;
        for (final long deadline : deadlines) {
            live += deadline > nowNanos ? 1 : 0;
        }
        return live;
    }

    /** Begin a comparison: no connection has been seen. */
    void startCheck() {
        check++;
    }

    /**
     * Compare a connection.
     *
     * @param number of it.
     * @param connection as the table has it.
     * @param nowNanos packet time.
     * @throws IllegalStateException when it should be another one, or was seen in this comparison before.
     */
    void check(final int number, final Connection connection, final long nowNanos) {
        final Life.Step step = steps[number] == 0 ? null : LIVES[lives[number]].steps.get(steps[number] - 1);
        final long seconds = (deadlines[number] - nowNanos) / 1_000_000_000L;
        if (seen[number] == check || step == null || deadlines[number] <= nowNanos
            || connection.secondsLeft(nowNanos) != seconds || !stateOf(connection).equals(step.state())) {
            throw new IllegalStateException("connection " + number + (seen[number] == check ? " is there twice" : "")
                + ": the table says " + stateOf(connection) + ' ' + connection.secondsLeft(nowNanos)
                + " s, the model " + LIVES[lives[number]] + ' ' + step + ' ' + seconds + " s");
        }
        seen[number] = check;
    }

    /**
     * The state as the lives name it.
     *
     * @param connection to look at.
     * @return a name, "" for UDP.
     */
    static String stateOf(final Connection connection) {
        return connection.isTcp() ? connection.state() : "";
    }
}
