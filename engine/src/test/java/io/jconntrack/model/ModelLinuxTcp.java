/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Setting;
import io.jconntrack.settings.Settings;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Linux's machine, one question after the other.
 */
final class ModelLinuxTcp implements ModelMachine {
    private static final long TWO_MINUTES = 120_000_000_000L;

    private final Settings settings;
    private final ModelWindow window;
    private final Consumer<ModelTable.Cell> visits;

    ModelLinuxTcp(final Settings settings, final Consumer<ModelTable.Cell> visits) {
        this.settings = settings;
        this.visits = visits;
        window = new ModelWindow(settings.get(Setting.TCP_BE_LIBERAL) != 0);
    }

    @Override
    public Reason impossible(final ModelSegment segment) {
        return segment.flagsMakeSense() ? Reason.NONE : Reason.TCP_FLAGS;
    }

    @Override
    public Reason open(final ModelConnection c, final ModelSegment segment) {
        switch (next(c, 0, segment)) {
            case SYN_SENT -> {
                c.beginWithOpening(segment);
                return Reason.NONE;
            }
            case ESTABLISHED -> {
                if (settings.get(Setting.TCP_LOOSE) == 0) {
                    return Reason.TCP_NO_PICKUP;
                }
                c.beginInMidStream(segment);
                return Reason.NONE;
            }
            default -> {
                return Reason.TCP_NOT_AN_OPENING;
            }
        }
    }

    @Override
    public Answer follow(final ModelConnection c, final int direction, final ModelSegment segment,
        final long nowNanos) {
        final ModelKind kind = segment.kind();
        final ModelState next = next(c, direction, segment);
        switch (next) {
            case INVALID:
                return Answer.refused(Reason.TCP_STATE);
            case IGNORED:
                return believed(c, direction, segment) ? resynchronise(c, direction, segment)
                    : ignore(c, direction, segment);
            case SYN_SENT:
                if (c.state == ModelState.TIME_WAIT || c.state == ModelState.CLOSE) {
                    return mayReopen(c, direction) ? Answer.REOPENED
                        : believed(c, direction, segment) ? resynchronise(c, direction, segment)
                        : ignore(c, direction, segment);
                }
                break;
            case SYN_SENT2:
                c.simultaneousOpen = true;
                break;
            case TIME_WAIT:
                if (c.state == ModelState.LAST_ACK && kind == ModelKind.ACK && c.lastDirection != direction
                    && c.lastKind == ModelKind.SYN && c.challengeAckExpected) {
                    c.challengeAckExpected = false;
                    return Answer.IGNORED;
                }
                break;
            case SYN_RECV:
                if (direction == 1 && kind == ModelKind.ACK && c.simultaneousOpen) {
                    return inWindow(c, direction, segment, c.state, ModelState.ESTABLISHED, nowNanos);
                }
                break;
            case CLOSE:
                if (kind == ModelKind.RST) {
                    return reset(c, direction, segment, nowNanos);
                }
                break;
            default:
                break;
        }
        return inWindow(c, direction, segment, c.state, next, nowNanos);
    }

    private ModelState next(final ModelConnection c, final int direction, final ModelSegment segment) {
        visits.accept(new ModelTable.Cell(c.state, direction, segment.kind()));
        return ModelTable.LINUX.next(c.state, direction, segment.kind());
    }

    /** A SYN after the end opens a new connection if the old one was closed properly, or reset by the same side. */
    private static boolean mayReopen(final ModelConnection c, final int direction) {
        return c.sides[0].closedFirst || c.sides[1].closedFirst
            || c.lastDirection == direction && c.lastKind == ModelKind.RST;
    }

    /** Whether a SYN/ACK shows that its sender took a SYN for good that was ignored here. */
    private static boolean believed(final ModelConnection c, final int direction, final ModelSegment segment) {
        return segment.kind() == ModelKind.SYN_ACK && c.lastKind == ModelKind.SYN && c.lastDirection != direction
            && segment.ack() == c.lastEnd;
    }

    private Answer resynchronise(final ModelConnection c, final int direction, final ModelSegment segment) {
        final ModelSide opener = c.sides[1 - direction];
        opener.end = c.lastEnd;
        opener.edge = c.lastEnd;
        opener.widestWindow = Math.max(1, c.lastWindow);
        opener.scale = c.ignoredOpening.scale;
        c.challengeAckExpected = false;
        opener.offeredScale = c.ignoredOpening.offeredScale;
        opener.permittedSack = c.ignoredOpening.permittedSack;
        opener.closedFirst = false;
        opener.liberal = false;
        opener.unacknowledged = false;
        opener.knowsHighestAck = false;
        final boolean liberal = c.sides[direction].liberal;
        c.sides[direction] = new ModelSide();
        c.sides[direction].liberal = liberal;
        return inWindow(c, direction, segment, ModelState.SYN_SENT, ModelState.SYN_RECV, 0);
    }

    private static Answer ignore(final ModelConnection c, final int direction, final ModelSegment segment) {
        final ModelKind kind = segment.kind();
        c.lastKind = kind;
        c.remember(segment, direction);
        if (kind == ModelKind.SYN && direction == 0) {
            c.simultaneousOpen = false;
            c.ignoredOpening = new ModelSide();
            c.ignoredOpening.readOptions(segment);
            c.challengeAckExpected = c.state == ModelState.LAST_ACK;
        } else if (kind == ModelKind.ACK && direction == 1 && c.state == ModelState.SYN_SENT) {
            c.lastAck = segment.ack();
        }
        return Answer.IGNORED;
    }

    private Answer reset(final ModelConnection c, final int direction, final ModelSegment segment,
        final long nowNanos) {
        final ModelSide peer = c.sides[1 - direction];
        final boolean established = c.state == ModelState.ESTABLISHED && c.assured;
        final long seq = segment.seq();
        ModelState next = ModelState.CLOSE;
        switch (c.state) {
            case FIN_WAIT, CLOSE_WAIT, LAST_ACK, TIME_WAIT, CLOSE -> {
                return accepted(c, direction, segment, c.state, next);
            }
            default -> {
            }
        }
        if (peer.knowsHighestAck && c.lastKind != ModelKind.SYN) {
            if (seq == 0 && !established) {
                return inWindow(c, direction, segment, c.state, next, nowNanos);
            }
            if (Seq.isBefore(seq, peer.highestAck) && settings.get(Setting.TCP_IGNORE_INVALID_RST) == 0) {
                return Answer.refused(Reason.TCP_RST);
            }
            final boolean continues = c.lastKind == ModelKind.ACK && c.lastDirection == direction
                && seq == c.lastEnd;
            if (!established || seq == peer.highestAck || continues) {
                return inWindow(c, direction, segment, c.state, next, nowNanos);
            }
            next = c.state; // perhaps forged: the other side will ask (RFC 5961, section 3)
        }
        // it answers a segment that was ignored here: the window tells nothing
        final boolean answersIgnored = segment.ack() == c.lastEnd
            && (c.seenReply && c.lastKind == ModelKind.SYN && c.lastDirection != direction
            || !c.assured && c.lastKind == ModelKind.ACK);
        final boolean answersChallenge = c.state == ModelState.SYN_SENT && c.lastKind == ModelKind.ACK
            && c.lastDirection == 1 && seq == c.lastAck;
        if (answersIgnored || answersChallenge) {
            return accepted(c, direction, segment, c.state, next);
        }
        return inWindow(c, direction, segment, c.state, next, nowNanos);
    }

    private Answer inWindow(final ModelConnection c, final int direction, final ModelSegment segment,
        final ModelState from, final ModelState next, final long nowNanos) {
        return switch (window.check(c, direction, segment)) {
            case FITS -> accepted(c, direction, segment, from, next);
            case LET_PASS -> Answer.IGNORED;
            case SEQ_TOO_HIGH -> outOfWindow(c, direction, segment, Reason.TCP_SEQ_ABOVE_WINDOW, nowNanos);
            case ACK_TOO_HIGH -> outOfWindow(c, direction, segment, Reason.TCP_ACK_ABOVE_BOUND, nowNanos);
        };
    }

    /** A refused end, answered by a refused end: the tracker is out of step, so the entry shall not stay for days. */
    private Answer outOfWindow(final ModelConnection c, final int direction, final ModelSegment segment,
        final Reason reason, final long nowNanos) {
        final ModelKind kind = segment.kind();
        if (!c.assured || kind != ModelKind.FIN && kind != ModelKind.RST) {
            return Answer.refused(reason);
        }
        if (c.lastDirection == direction || c.lastKind != ModelKind.FIN && c.lastKind != ModelKind.RST) {
            c.lastKind = kind;
            c.lastDirection = direction;
            return Answer.refused(reason);
        }
        final long left = c.deadlineNanos - nowNanos;
        final boolean shorten = left >= TWO_MINUTES && left > nanos(Setting.TCP_TIMEOUT_UNACKNOWLEDGED);
        return new Answer(Action.REFUSE, reason, shorten ? Setting.TCP_TIMEOUT_UNACKNOWLEDGED : null, false);
    }

    private Answer accepted(final ModelConnection c, final int direction, final ModelSegment segment,
        final ModelState from, final ModelState next) {
        final ModelKind kind = segment.kind();
        c.lastKind = kind;
        c.lastDirection = direction;
        c.state = next;
        if (from != next && next == ModelState.FIN_WAIT) {
            c.sides[direction].closedFirst = true;
        }
        Setting timeout = timeout(c, kind);
        if (!c.seenReply) {
            if (kind == ModelKind.RST) {
                return Answer.DELETED;
            }
            if (kind == ModelKind.SYN && from == ModelState.SYN_SENT) {
                return Answer.IGNORED;
            }
            if (next == ModelState.ESTABLISHED) {
                timeout = shorter(timeout, Setting.TCP_TIMEOUT_UNACKNOWLEDGED);
            }
        } else if (next == ModelState.ESTABLISHED
            && (from == ModelState.SYN_RECV || from == ModelState.ESTABLISHED)) {
            c.assured = true;
        }
        return Answer.accepted(timeout);
    }

    private Setting timeout(final ModelConnection c, final ModelKind kind) {
        final Setting regular = regularTimeout(c.state);
        if (c.repeats >= settings.get(Setting.TCP_MAX_RETRANS)
            && shorter(regular, Setting.TCP_TIMEOUT_MAX_RETRANS) != regular) {
            return Setting.TCP_TIMEOUT_MAX_RETRANS;
        }
        if (kind == ModelKind.RST) {
            return Setting.TCP_TIMEOUT_CLOSE;
        }
        if ((c.sides[0].unacknowledged || c.sides[1].unacknowledged)
            && shorter(regular, Setting.TCP_TIMEOUT_UNACKNOWLEDGED) != regular) {
            return Setting.TCP_TIMEOUT_UNACKNOWLEDGED;
        }
        return c.lastWindow == 0 ? shorter(regular, Setting.TCP_TIMEOUT_MAX_RETRANS) : regular;
    }

    private Setting shorter(final Setting first, final Setting second) {
        return nanos(second) < nanos(first) ? second : first;
    }

    private static Setting regularTimeout(final ModelState state) {
        return switch (state) {
            case SYN_SENT2 -> Setting.TCP_TIMEOUT_LISTEN;
            case IGNORED, INVALID -> throw new IllegalStateException("state=" + state);
            default -> Setting.of("tcp_timeout_" + state.name().toLowerCase(Locale.ROOT));
        };
    }

    @Override
    public long nanos(final Setting timeout) {
        return timeout == Setting.TCP_TIMEOUT_LISTEN ? TWO_MINUTES : settings.timeoutNanos(timeout);
    }
}
