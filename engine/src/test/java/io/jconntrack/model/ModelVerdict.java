/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

import io.jconntrack.ConnState;
import io.jconntrack.net.Reason;
import io.jconntrack.settings.Setting;

/**
 * What the model says about a packet.
 *
 * @param direction 0, 1, or -1 for none
 * @param entry the connection of the packet's tuple after the packet, or null
 * @param timeout that was applied, or null
 */
record ModelVerdict(ConnState state, int direction, Reason reason, ModelConnection entry, Setting timeout) {
}
