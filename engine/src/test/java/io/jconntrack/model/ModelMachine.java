/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import io.jconntrack.net.Reason;
import io.jconntrack.settings.Setting;

/**
 * What a machine does with a segment of a connection.
 */
interface ModelMachine {
    /** Answers. */
    enum Action { ACCEPT, DELETE, REOPEN, REFUSE }

    /**
     * An answer.
     *
     * @param reason of a refusal
     * @param timeout that counts from now on, or null: then the packet is not counted either
     * @param counted false for a time-out that a refused packet shortens
     */
    record Answer(Action action, Reason reason, Setting timeout, boolean counted) {
        static final Answer IGNORED = new Answer(Action.ACCEPT, Reason.NONE, null, false);
        static final Answer DELETED = new Answer(Action.DELETE, Reason.NONE, null, false);
        static final Answer REOPENED = new Answer(Action.REOPEN, Reason.NONE, null, false);

        static Answer accepted(final Setting timeout) {
            return new Answer(Action.ACCEPT, Reason.NONE, timeout, true);
        }

        static Answer refused(final Reason reason) {
            return new Answer(Action.REFUSE, reason, null, false);
        }
    }

    /** Why a segment means nothing in any state, or NONE. */
    Reason impossible(ModelSegment segment);

    /** Why a segment does not open a connection, or NONE; then the connection is prepared for it. */
    Reason open(ModelConnection connection, ModelSegment segment);

    /** A segment of a connection, its first one included. */
    Answer follow(ModelConnection connection, int direction, ModelSegment segment, long nowNanos);

    /** Length of a time-out. */
    long nanos(Setting timeout);
}
