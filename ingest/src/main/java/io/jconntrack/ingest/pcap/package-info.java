/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Reading capture files: pcap and pcapng, plain or gzipped.
 */
package io.jconntrack.ingest.pcap;
