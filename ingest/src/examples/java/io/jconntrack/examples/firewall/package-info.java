/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A firewall between two networks: begin with {@link io.jconntrack.examples.firewall.Ruleset}.
 */
package io.jconntrack.examples.firewall;
