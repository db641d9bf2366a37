/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * From raw bytes to a decoded packet: IPv4, IPv6, transport headers, fragments, checksums.
 */
package io.jconntrack.packet;
