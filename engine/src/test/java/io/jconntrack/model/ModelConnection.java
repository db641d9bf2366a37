/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

/**
 * An entry of the table.
 */
final class ModelConnection {
    final ModelTuple original;
    ModelState state = ModelState.NONE;
    long deadlineNanos;
    boolean seenReply;
    boolean assured;
    final long[] packets = new long[2];
    final long[] bytes = new long[2];
    ModelSide[] sides = {new ModelSide(), new ModelSide()};

    // the last segment that was noticed
    ModelKind lastKind = ModelKind.NULL;
    int lastDirection;
    long lastSeq;
    long lastAck;
    long lastEnd;
    int lastWindow;
    /** How often in a row the last acknowledgement was repeated exactly; 8 bits wide. */
    int repeats;

    /** Options of an opening that was ignored, in case the other side believes it. */
    ModelSide ignoredOpening = new ModelSide();
    boolean challengeAckExpected;
    boolean simultaneousOpen;

    /** Classic: what the handshake's last segment has to acknowledge. */
    long handshakeAck = -1;

    ModelConnection(final ModelTuple original) {
        this.original = original;
    }

    /** In Linux's numbers, CONFIRMED included. */
    int status() {
        return (seenReply ? 2 : 0) | (assured ? 4 : 0) | 8;
    }

    /** What a SYN tells. */
    void beginWithOpening(final ModelSegment syn) {
        sides[0].end = syn.end();
        sides[0].edge = syn.end();
        sides[0].widestWindow = Math.max(1, syn.window());
        sides[0].readOptions(syn);
    }

    /** What a segment of a connection tells whose opening was missed: SACK and any window scale may be in use. */
    void beginInMidStream(final ModelSegment segment) {
        sides[0].end = segment.end();
        sides[0].widestWindow = Math.max(1, segment.window());
        sides[0].edge = Seq.plus(sides[0].end, sides[0].widestWindow);
        for (final ModelSide side : sides) {
            side.permittedSack = true;
            side.liberal = true;
        }
    }

    void remember(final ModelSegment segment, final int direction) {
        lastDirection = direction;
        lastSeq = segment.seq();
        lastEnd = segment.end();
        lastWindow = segment.window();
    }
}
