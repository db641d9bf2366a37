/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The face of the tracker: what an embedder sees first.
 */
package io.jconntrack;
