/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * From raw bytes to a decoded packet: link layers, IPv4, IPv6, transport headers, fragments, checksums.
 *
 * <p>An embedder meets {@link io.jconntrack.packet.Reason} in verdicts, {@link io.jconntrack.packet.LinkLayer} where it
 * has frames, {@link io.jconntrack.packet.PacketFlags} where it knows more of a packet than its bytes tell, and
 * {@link io.jconntrack.packet.Address} and {@link io.jconntrack.packet.Protocols} where it shows or reads tuples.
 * Decoding and reassembly are the tracker's own.
 */
package io.jconntrack.packet;
