/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The connections of a dump as a page to look at in a browser.
 */
package io.jconntrack.ingest.page;
