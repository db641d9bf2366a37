/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * NEW, UPDATE and DESTROY: the hook that a tracker calls, and the ring on which other processes hear of it.
 *
 * <p>An {@link io.jconntrack.event.EventListener} is called on the tracker's thread, in the middle of its work: it
 * reads the connection, and leaves the tracker alone. {@link io.jconntrack.event.EventRing} is a listener that
 * publishes copies; an {@link io.jconntrack.event.EventReader} in any thread or process reads them at its own pace, and
 * is told what it missed.
 */
package io.jconntrack.event;
