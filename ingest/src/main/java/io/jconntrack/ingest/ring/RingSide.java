/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.ring;

import java.util.Locale;

/** Who writes a word of the file: the words that both sides have, by their offsets. */
enum RingSide {
    /** The capture helper, who writes frames. */
    HELPER(RingDescriptor.HELPER_PID_OFFSET, RingDescriptor.HELPER_ATTACHMENTS_OFFSET),
    /** The tracker, who reads them. */
    TRACKER(RingDescriptor.TRACKER_PID_OFFSET, RingDescriptor.TRACKER_ATTACHMENTS_OFFSET);

    /** Offset of the process id; its first byte carries the side's lock. */
    final int pidOffset;
    final int attachmentsOffset;

    RingSide(final int pidOffset, final int attachmentsOffset) {
        this.pidOffset = pidOffset;
        this.attachmentsOffset = attachmentsOffset;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
