/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What is expected and by whom: a worker's helpers, those of FTP and TFTP, and the packets as they are shown to them.
 * An embedder meets {@link io.jconntrack.helper}.
 */
package io.jconntrack.expect;
