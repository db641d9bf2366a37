/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.top;

/**
 * Connections with something in common.
 *
 * @param name what they have in common.
 * @param connections of them.
 * @param packets of both directions.
 * @param bytes of both directions.
 * @param packetsSince those since the last look.
 * @param bytesSince those since the last look.
 */
public record Talker(String name, long connections, long packets, long bytes, long packetsSince, long bytesSince) {
}
