/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.helper;

import io.jconntrack.net.Reason;

/**
 * Looks at the packets of connections that it was given to, and expects others because of what they say. Called on the
 * thread of the tracker that it was registered with, for each packet that the tracker accepted, NEW ones included, but
 * not those that end the connection and those whose payload the capture cut; it keeps of a connection what
 * {@link HelpedPacket#state(int)} holds, and allocates nothing. Each tracker has one of its own.
 */
public interface ConnectionHelper {
    /**
     * Its name.
     *
     * @return as lists show it.
     */
    String name();

    /**
     * Connections that one connection may expect at a time; when one more is expected, the oldest is forgotten.
     *
     * @return 1 to {@link io.jconntrack.entry.Expectation#MAX_EXPECTED}.
     */
    int maxExpected();

    /**
     * Look at a packet, and {@linkplain HelpedPacket#expect expect} what it announces.
     *
     * @param packet of the connection; valid during the call.
     * @return {@link Reason#NONE}, or why Linux would drop the packet: {@link Reason#HELPER_PARTIAL} or
     *     {@link Reason#HELPER_REFUSED}. Its state stays what it is; the reason is added to the verdict.
     */
    Reason help(HelpedPacket packet);
}
