/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.archive;

import java.util.List;

/**
 * What the archive holds of a connection.
 *
 * @param observations the newest, oldest first.
 * @param dropped how many older ones gave way to them.
 * @param damaged how many could not be read.
 */
public record History(List<Observation> observations, long dropped, int damaged) {
}
