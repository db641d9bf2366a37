/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Helpers: they look at what a connection says and tell the tracker which connections to expect.
 */
package io.jconntrack.helper;
