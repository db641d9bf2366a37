/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What each protocol does with a packet.
 */
package io.jconntrack.protocol;
