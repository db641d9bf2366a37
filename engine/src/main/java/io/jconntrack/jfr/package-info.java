/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a Flight Recording tells of a tracker: long batches, bursts of expiry, a table under pressure, a table that was
 * taken over. All events are off unless a recording asks for them; then each costs an object and its fields.
 *
 * <p>Off, an event is a test of a constant that the JVM's compiler leaves out. With a recording, {@code .jfc} settings,
 * {@code jcmd JFR.start} and {@code Recording.enable} know the events by their names, and their threshold or rate by
 * the settings {@code threshold} and {@code throttle}; on a command line with a {@code +} before the name, since the
 * JDK's own settings do not have them:
 * <pre>
 *  java -XX:StartFlightRecording:filename=tracker.jfr,+jconntrack.LongBatch#enabled=true ...
 * </pre>
 */
package io.jconntrack.jfr;
