// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The registry that Prometheus scrapes, with the meters of the virtual machine and the process. Thread-safe. */
public final class PrometheusMetrics implements AutoCloseable {

    /** The text format that every Prometheus reads. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicBoolean isProcessWatched = new AtomicBoolean();
    private volatile @Nullable ProcessMeters processMeters;

    /** A registry without any meters yet. */
    public PrometheusMetrics() {
        // Two names that Prometheus' own checker (promtool) objects to get the names it would give them.
        registry.config()
                .meterFilter(renamed("system.cpu.count", "system.cpus"))
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
    }

    /** Where meters are registered. */
    public MeterRegistry registry() {
        return registry;
    }

    /**
     * Registers the meters of the virtual machine and the process. That takes a tenth of the start, so do it when the server
     * is ready; a scrape that comes before does it, too. One that comes while it is being done may not have all of them yet.
     */
    public void watchProcess() {
        if (!isProcessWatched.getAndSet(true)) {
            processMeters = new ProcessMeters(registry);
        }
    }

    /** All meters in the format {@link #CONTENT_TYPE}. */
    public String scrape() {
        watchProcess();
        return registry.scrape(CONTENT_TYPE);
    }

    /** Stops watching the garbage collector. */
    @Override
    public void close() {
        isProcessWatched.set(true);
        ProcessMeters meters = processMeters;
        if (meters != null) {
            meters.close();
        }
        registry.close();
    }

    private static MeterFilter renamed(String from, String to) {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                return id.getName().equals(from) ? id.withName(to) : id;
            }
        };
    }
}
