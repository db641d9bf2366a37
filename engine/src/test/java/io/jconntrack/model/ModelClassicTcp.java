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
 * The classic machine: a table and three rules. How the window check goes with it stands in {@code docs/tcp.md}.
 */
final class ModelClassicTcp implements ModelMachine {
    private final Settings settings;
    private final ModelWindow window;
    private final Consumer<ModelTable.Cell> visits;

    ModelClassicTcp(final Settings settings, final Consumer<ModelTable.Cell> visits) {
        this.settings = settings;
        this.visits = visits;
        window = settings.get(Setting.TCP_WINDOW_TRACKING) == 0 ? null
            : new ModelWindow(settings.get(Setting.TCP_BE_LIBERAL) != 0);
    }

    @Override
    public Reason impossible(final ModelSegment segment) {
        return segment.kind() == ModelKind.NULL ? Reason.TCP_FLAGS : Reason.NONE;
    }

    @Override
    public Reason open(final ModelConnection c, final ModelSegment segment) {
        if (row(segment) != ModelKind.SYN && settings.get(Setting.TCP_LOOSE) == 0) {
            return Reason.TCP_NO_PICKUP;
        }
        if (window != null && row(segment) == ModelKind.SYN) {
            c.beginWithOpening(segment);
        } else if (window != null) {
            c.beginInMidStream(segment);
        }
        return Reason.NONE;
    }

    /** With window tracking, a SYN after the end starts its sender's numbers afresh. */
    private static boolean startsAfresh(final ModelState from, final ModelState next) {
        return switch (from) {
            case FIN_WAIT, CLOSE_WAIT, TIME_WAIT, CLOSE -> next == ModelState.SYN_SENT || next == ModelState.SYN_RECV;
            default -> false;
        };
    }

    @Override
    public Answer follow(final ModelConnection c, final int direction, final ModelSegment segment,
        final long nowNanos) {
        final ModelKind row = row(segment);
        visits.accept(new ModelTable.Cell(c.state, direction, row));
        final ModelState from = c.state;
        final ModelState next = ModelTable.CLASSIC.next(from, direction, row);
        if (window != null) {
            if (row == ModelKind.SYN && startsAfresh(from, next)) {
                final boolean liberal = c.sides[direction].liberal;
                c.sides[direction] = new ModelSide();
                c.sides[direction].liberal = liberal;
            }
            final ModelWindow.Fit fit = window.check(c, direction, segment);
            // nothing is known that the first packet could be compared with
            switch (from == ModelState.NONE ? ModelWindow.Fit.FITS : fit) {
                case SEQ_TOO_HIGH:
                    return Answer.refused(Reason.TCP_SEQ_ABOVE_WINDOW);
                case ACK_TOO_HIGH:
                    return Answer.refused(Reason.TCP_ACK_ABOVE_BOUND);
                case LET_PASS:
                    return Answer.IGNORED;
                default:
                    break;
            }
        }
        if (row == ModelKind.RST && !c.seenReply) {
            return Answer.DELETED;
        }
        c.state = next;
        if (direction == 1 && segment.kind() == ModelKind.SYN_ACK) {
            c.handshakeAck = Seq.plus(segment.seq(), 1);
        }
        if (from == ModelState.SYN_RECV && direction == 0 && segment.kind() == ModelKind.ACK
            && segment.ack() == c.handshakeAck) {
            c.assured = true;
        }
        return Answer.accepted(Setting.of("tcp_timeout_" + next.name().toLowerCase(Locale.ROOT)));
    }

    private static ModelKind row(final ModelSegment segment) {
        return segment.kind() == ModelKind.SYN_ACK ? ModelKind.SYN : segment.kind();
    }

    @Override
    public long nanos(final Setting timeout) {
        return settings.timeoutNanos(timeout);
    }
}
