/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Every tunable of the tracker under its sysctl names: the table of defaults and ranges, the two profiles, the values
 * in force, and reading and printing them.
 *
 * <p>{@link io.jconntrack.settings.Setting} is the one table. Names, help texts, validation and tests all come from it.
 */
package io.jconntrack.settings;
