/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Off-heap regions, addressed by 64-bit offsets.
 */
package io.jconntrack.memory;
