/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.pcap;

import java.io.IOException;

/**
 * A file is not a capture, or not one that can be read. The message names the file, the offset and what is wrong.
 */
public final class CaptureFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An error.
     *
     * @param message file, offset and what is wrong.
     */
    public CaptureFormatException(final String message) {
        super(message);
    }
}
