/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.capture;

/**
 * What the captured bytes start with.
 */
enum LinkKind {
    /** An Ethernet header (LINKTYPE_ETHERNET); the loopback interface has one too. */
    ETHERNET(1, 1, SocketCalls.SOCK_RAW),
    /** An IP header (LINKTYPE_RAW): the kernel takes off what is before it, whatever that is. */
    COOKED(101, 12, SocketCalls.SOCK_DGRAM);

    /** Number in capture files. */
    final int linkType;
    /** Number that libpcap's compiler takes (DLT_). */
    final int compilerType;
    /** Type of the socket. */
    final int socketType;

    LinkKind(final int linkType, final int compilerType, final int socketType) {
        this.linkType = linkType;
        this.compilerType = compilerType;
        this.socketType = socketType;
    }
}
