/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

/**
 * Who talks to whom, seen from the sender.
 */
record ModelTuple(int l3, long sourceHigh, long sourceLow, int sourcePort, long destinationHigh,
    long destinationLow, int destinationPort) {
    ModelTuple reversed() {
        return new ModelTuple(l3, destinationHigh, destinationLow, destinationPort, sourceHigh, sourceLow, sourcePort);
    }
}
