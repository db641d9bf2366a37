/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Helpers: they look at what a connection says and tell the tracker which connections to expect.
 *
 * <p>An embedder's own is a {@link io.jconntrack.helper.ConnectionHelper}, registered with
 * {@link io.jconntrack.Expectations#register}; those of FTP and TFTP come with the tracker.
 */
package io.jconntrack.helper;
