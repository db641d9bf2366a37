/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.cli;

/**
 * Forms in which the archive's verbs print.
 */
enum ArchiveForm {
    /** For people. */
    TEXT,
    /** One object a line. */
    JSON
}
