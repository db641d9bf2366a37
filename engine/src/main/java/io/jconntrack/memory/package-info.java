/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Off-heap regions, addressed by 64-bit offsets, and the hash of what lies in them.
 */
package io.jconntrack.memory;
