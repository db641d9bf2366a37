/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Entries and verdicts as text: /proc's two spellings, conntrack(8)'s events and JSON lines.
 */
package io.jconntrack.text;
