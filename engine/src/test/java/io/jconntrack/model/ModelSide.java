/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

/**
 * What is known about one side of a connection: what it has sent and what it may send.
 */
final class ModelSide {
    private static final int OLDEST_ACK = 66_000;

    /** One past the last sequence number that it sent. */
    long end;
    /** One past the last sequence number that the other side's window allows it to send. */
    long edge;
    /** The widest window that it offered, scaled; 0 while nothing was seen of it. */
    long widestWindow;
    /** Shift of its windows. */
    int scale;
    /** The highest acknowledgement that it sent. */
    long highestAck;
    boolean offeredScale;
    boolean permittedSack;
    /** It sent the first FIN. */
    boolean closedFirst;
    /** Picked up in mid-stream, so nothing of it is refused by its window. */
    boolean liberal;
    boolean unacknowledged;
    boolean knowsHighestAck;

    boolean wasSeen() {
        return widestWindow != 0;
    }

    /** What a SYN tells about its sender; one without any option tells nothing about options. */
    void readOptions(final ModelSegment syn) {
        if (!syn.hasOptions()) {
            return;
        }
        scale = Math.max(0, syn.offeredScale());
        offeredScale = syn.offeredScale() >= 0;
        permittedSack = syn.permitsSack();
        closedFirst = false;
        unacknowledged = false;
        knowsHighestAck = false;
    }

    /** How far behind the other side's last byte its acknowledgements may lie. */
    long patience() {
        return Math.max(OLDEST_ACK, widestWindow);
    }

    /** In Linux's numbers. */
    int flags() {
        return (offeredScale ? 1 : 0) | (permittedSack ? 2 : 0) | (closedFirst ? 4 : 0) | (liberal ? 8 : 0)
            | (unacknowledged ? 16 : 0) | (knowsHighestAck ? 32 : 0);
    }

    @Override
    public String toString() {
        return "end=" + end + " edge=" + edge + " window=" + widestWindow + " scale=" + scale + " ack=" + highestAck
            + " flags=" + flags();
    }
}
