/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack.ingest.stats;

/**
 * As {@code conntrack -S} shows the kernel's: a line for each worker. Fields of which we have no counter, because the
 * event does not exist here or is not counted, are 0, as the kernel shows what it does not count.
 */
public final class ConntrackForm {
    private ConntrackForm() {
    }

    /**
     * The figures.
     *
     * @param report that has them.
     * @return a line for each worker, each with an end of line.
     */
    public static String of(final Report report) {
        final StringBuilder text = new StringBuilder();
        for (int worker = 0; worker < report.workers(); worker++) {
            text.append("cpu=").append(worker).append("   \tfound=0")
                .append(" invalid=").append(report.get(Metric.PACKETS, worker, "invalid"))
                .append(" insert=").append(report.get(Metric.OPENED, worker, null))
                .append(" insert_failed=0")
                .append(" drop=").append(report.get(Metric.REFUSED, worker, null))
                .append(" early_drop=").append(report.get(Metric.REMOVED, worker, "early_drop"))
                .append(" error=0 search_restart=0 clash_resolve=0 chaintoolong=0 \n");
        }
        return text.toString();
    }
}
