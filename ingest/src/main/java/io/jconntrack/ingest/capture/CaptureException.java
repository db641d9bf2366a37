/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

import java.io.IOException;

/**
 * A capture could not be started or cannot go on; the message says why and what to do, in words for the user.
 */
public final class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * With a message.
     *
     * @param message for the user.
     */
    public CaptureException(final String message) {
        super(message);
    }
}
