/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The words for packets: addresses and prefixes, protocols by name, link layers, what is known of a packet beside its
 * bytes, and the reasons of verdicts.
 *
 * <p>{@link io.jconntrack.net.Reason} is in verdicts and statistics, {@link io.jconntrack.net.LinkLayer} for those who
 * have frames, {@link io.jconntrack.net.PacketFlags} for those who know more of a packet than its bytes tell.
 */
package io.jconntrack.net;
