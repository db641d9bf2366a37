/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

/**
 * Whether a segment fits what both sides have said before: van Rooij, "Real Stateful TCP Packet Filtering in
 * IP Filter", with the exceptions that Linux was seen to make.
 */
final class ModelWindow {
    /** Answers. */
    enum Fit {
        FITS,
        /** Acceptable, but its window and acknowledgement are not to be believed. */
        LET_PASS,
        SEQ_TOO_HIGH,
        ACK_TOO_HIGH
    }

    private final boolean beLiberal;

    ModelWindow(final boolean beLiberal) {
        this.beLiberal = beLiberal;
    }

    /** Check a segment, and learn from it when it fits. */
    Fit check(final ModelConnection c, final int direction, final ModelSegment segment) {
        final ModelSide sender = c.sides[direction];
        final ModelSide receiver = c.sides[1 - direction];
        final boolean syn = segment.has(ModelSegment.SYN);
        final boolean hasAck = segment.has(ModelSegment.ACK);
        final boolean rst = segment.has(ModelSegment.RST);

        // SACK blocks acknowledge as well, if the side that gets them speaks SACK
        long highestSack = receiver.permittedSack ? segment.highestSack() : segment.ack();

        if (!sender.wasSeen()) {
            if (syn) {
                meetByOpening(sender, receiver, segment, direction);
                if (!hasAck) {
                    return Fit.FITS;
                }
            } else {
                meetInMidStream(sender, receiver, segment, highestSack);
            }
        } else if (syn && Seq.isAfter(segment.end(), sender.end)
            && (c.state == ModelState.SYN_SENT || c.state == ModelState.SYN_RECV)) {
            meetByOpening(sender, receiver, segment, direction);
            if (direction == 1 && !hasAck) {
                return Fit.FITS;
            }
        }

        long ack = segment.ack();
        if (!hasAck || rst && ack == 0) {
            ack = receiver.end;
            highestSack = receiver.end;
        }
        long seq = segment.seq();
        long end = segment.end();
        if (rst && seq == 0 && c.state == ModelState.SYN_SENT) {
            seq = sender.end; // the answer to a SYN does not know better
            end = sender.end;
        }

        final Fit fit = judge(sender, receiver, seq, end, highestSack);
        if (fit != Fit.FITS) {
            return sender.liberal || beLiberal ? Fit.FITS : fit;
        }
        learn(c, direction, segment, new Range(seq, end, ack, highestSack));
        return Fit.FITS;
    }

    /** The numbers of a segment after all exceptions. */
    private record Range(long seq, long end, long ack, long highestSack) {
    }

    private static void meetByOpening(final ModelSide sender, final ModelSide receiver, final ModelSegment syn,
        final int direction) {
        sender.end = syn.end();
        sender.edge = syn.end();
        sender.widestWindow = Math.max(1, syn.window());
        sender.readOptions(syn);
        // both or none (RFC 7323, section 2.2)
        if (direction == 1 && !(sender.offeredScale && receiver.offeredScale)) {
            sender.scale = 0;
            receiver.scale = 0;
        }
    }

    private static void meetInMidStream(final ModelSide sender, final ModelSide receiver, final ModelSegment segment,
        final long highestSack) {
        sender.end = segment.end();
        sender.widestWindow = Math.max(1, (long)segment.window() << sender.scale);
        sender.edge = Seq.plus(sender.end, sender.widestWindow);
        if (!receiver.wasSeen()) {
            receiver.end = highestSack;
            receiver.edge = highestSack;
        } else if (highestSack == Seq.plus(receiver.end, 1)) {
            receiver.end = highestSack; // answers a keep-alive
        }
    }

    private static Fit judge(final ModelSide sender, final ModelSide receiver, final long seq, final long end,
        final long highestSack) {
        final boolean ackNotTooOld = Seq.isAfter(highestSack, Seq.minus(receiver.end, sender.patience() + 1));
        final boolean ackNotTooHigh = Seq.isBefore(highestSack, Seq.plus(receiver.end, 1));
        final boolean endNotTooOld = Seq.isAfter(end, Seq.minus(sender.end, receiver.widestWindow + 1));

        if (!Seq.isBefore(seq, Seq.plus(sender.edge, 1))) {
            final long beyond = Seq.plus(Seq.minus(end, sender.edge), 1);
            if (receiver.wasSeen() && endNotTooOld && ackNotTooOld && ackNotTooHigh
                && beyond <= receiver.widestWindow) {
                // should the receiver take it after all, its acknowledgement must not be refused
                sender.end = end;
                sender.unacknowledged = true;
                return Fit.LET_PASS;
            }
            return Fit.SEQ_TOO_HIGH;
        }
        if (!ackNotTooHigh) {
            return Fit.ACK_TOO_HIGH;
        }
        return (!receiver.wasSeen() || endNotTooOld) && ackNotTooOld ? Fit.FITS : Fit.LET_PASS;
    }

    private static void learn(final ModelConnection c, final int direction, final ModelSegment segment,
        final Range range) {
        final ModelSide sender = c.sides[direction];
        final ModelSide receiver = c.sides[1 - direction];
        final long window = segment.has(ModelSegment.SYN) ? segment.window()
            : (long)segment.window() << sender.scale;

        sender.widestWindow = Math.max(sender.widestWindow,
            Seq.plus(window, Seq.minus(range.highestSack, range.ack)));
        if (Seq.isAfter(range.end, sender.end)) {
            sender.end = range.end;
            sender.unacknowledged = true;
        }
        if (segment.has(ModelSegment.ACK)
            && (!sender.knowsHighestAck || Seq.isAfter(range.ack, sender.highestAck))) {
            sender.highestAck = range.ack;
            sender.knowsHighestAck = true;
        }
        if (receiver.wasSeen() && Seq.isAfter(range.end, sender.edge)) {
            receiver.widestWindow = Seq.plus(receiver.widestWindow, Seq.minus(range.end, sender.edge));
        }
        final long edge = Seq.plus(range.highestSack, window);
        if (Seq.isAfter(edge, Seq.minus(receiver.edge, 1))) {
            receiver.edge = window == 0 ? Seq.plus(edge, 1) : edge; // a closed window is probed with one byte
        }
        if (range.ack == receiver.end) {
            receiver.unacknowledged = false;
        }
        if (segment.kind() == ModelKind.ACK) {
            countRepeats(c, direction, segment, range);
        }
    }

    private static void countRepeats(final ModelConnection c, final int direction, final ModelSegment segment,
        final Range range) {
        if (c.lastDirection == direction && c.lastSeq == range.seq && c.lastAck == range.ack
            && c.lastEnd == range.end && c.lastWindow == segment.window()) {
            c.repeats = c.repeats + 1 & 0xFF;
        } else {
            c.lastDirection = direction;
            c.lastSeq = range.seq;
            c.lastAck = range.ack;
            c.lastEnd = range.end;
            c.lastWindow = segment.window();
            c.repeats = 0;
        }
    }
}
