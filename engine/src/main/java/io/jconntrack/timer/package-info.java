/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The hashed timer wheel that expires entries.
 */
package io.jconntrack.timer;
