/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Programs to begin with, each to be read from top to bottom: a flow logger, an analyser of captures, an exporter of
 * counters; the firewall is in a package of its own. They use what the modules publish and nothing else;
 * docs/examples.md tells how they are run.
 */
package io.jconntrack.examples;
