/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.model;

/**
 * Who talks to whom, seen from the sender.
 */
record ModelTuple(int l3, String source, int sourcePort, String destination, int destinationPort) {
    ModelTuple reversed() {
        return new ModelTuple(l3, destination, destinationPort, source, sourcePort);
    }
}
