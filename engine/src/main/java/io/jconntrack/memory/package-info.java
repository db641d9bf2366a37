/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Off-heap regions, addressed by 64-bit offsets, and the keyed hash of what lies in them. Regions and shared files are
 * what the table is made of.
 */
package io.jconntrack.memory;
