/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Entries and verdicts as text: /proc's two spellings, conntrack(8)'s events and JSON lines.
 *
 * <p>Formats append a line to a builder that the caller keeps. {@link io.jconntrack.text.TupleText} reads tuples as
 * people write them.
 */
package io.jconntrack.text;
