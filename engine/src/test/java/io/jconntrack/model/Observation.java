/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import io.jconntrack.ConnState;
import io.jconntrack.Connection;
import io.jconntrack.Conntrack;
import io.jconntrack.Verdict;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Setting;

/**
 * Everything about a packet and its entry that a caller can see.
 *
 * @param direction 0, 1, or -1 for none
 * @param timeout that the packet applied, or null
 * @param count entries in the table
 * @param entry after the packet, or null
 */
record Observation(ConnState verdict, int direction, Reason reason, Setting timeout, int count, Entry entry) {
    private static final long SECOND = 1_000_000_000L;

    /** An entry; pairs are of the original and the reply direction. */
    record Entry(String state, long deadlineNanos, int status, long packets0, long packets1, long bytes0, long bytes1,
        int scale0, int scale1, int flags0, int flags1) {
    }

    static Observation of(final ModelVerdict v, final int count) {
        final ModelConnection c = v.entry();
        return new Observation(v.state(), v.direction(), v.reason(), v.timeout(), count, c == null ? null
            : new Entry(c.state.name(), c.deadlineNanos, c.status(), c.packets[0], c.packets[1], c.bytes[0], c.bytes[1],
                c.sides[0].scale, c.sides[1].scale, c.sides[0].flags(), c.sides[1].flags()));
    }

    /**
     * What the engine says.
     *
     * @param view on its table
     * @param expected what it should say: the engine tells whole seconds only, so its deadline is tried on both sides
     *     of the expected one
     */
    static Observation of(final Conntrack engine, final Connection view, final long verdict, final long nowNanos,
        final Observation expected) {
        final int direction = !Verdict.hasDirection(verdict) ? -1 : Verdict.isReply(verdict) ? 1 : 0;
        Entry entry = null;
        if (Verdict.entry(verdict) >= 0 && view.moveTo(Verdict.entry(verdict))) {
            final long wanted = expected.entry == null ? 0 : expected.entry.deadlineNanos;
            final boolean exact = view.secondsLeft(wanted - SECOND) == 1 && view.secondsLeft(wanted - SECOND + 1) == 0;
            entry = new Entry(view.state(), exact ? wanted : nowNanos + view.secondsLeft(nowNanos) * SECOND,
                view.status(), view.packets(0), view.packets(1), view.bytes(0), view.bytes(1), view.windowScale(0),
                view.windowScale(1), view.tcpFlags(0), view.tcpFlags(1));
        }
        // only a refusal's reason is compared
        final Reason reason = Verdict.state(verdict) == ConnState.INVALID ? Verdict.reason(verdict) : Reason.NONE;
        return new Observation(Verdict.state(verdict), direction, reason, engine.lastTimeout(),
            engine.count(), entry);
    }

    /** In one line. */
    String text(final long nowNanos) {
        final String who = direction < 0 ? "" : direction == 0 ? " orig" : " reply";
        final String head = verdict + who + (reason == Reason.NONE ? "" : " " + reason) + " count=" + count;
        if (entry == null) {
            return head + " no entry";
        }
        final String applied = timeout == null ? "untouched" : timeout.shortName();
        return head + " " + entry.state + " left=" + (entry.deadlineNanos - nowNanos) / 1e9 + "s(" + applied + ")"
            + ((entry.status & 2) == 0 ? " UNREPLIED" : "") + ((entry.status & 4) == 0 ? "" : " ASSURED")
            + " packets=" + entry.packets0 + "/" + entry.packets1 + " bytes=" + entry.bytes0 + "/" + entry.bytes1
            + " wscale=" + entry.scale0 + "/" + entry.scale1 + " flags=" + entry.flags0 + "/" + entry.flags1;
    }
}
