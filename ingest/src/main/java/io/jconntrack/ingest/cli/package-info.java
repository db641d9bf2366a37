/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The command line.
 */
package io.jconntrack.ingest.cli;
