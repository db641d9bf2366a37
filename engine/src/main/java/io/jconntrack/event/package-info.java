/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * NEW, UPDATE and DESTROY: the hook that a tracker calls, and the ring on which other processes hear of it.
 */
package io.jconntrack.event;
