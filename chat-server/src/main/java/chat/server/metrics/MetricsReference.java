// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import java.util.Locale;

/** The reference of the meters for people, made from the catalogue. Stateless. */
final class MetricsReference {

    private static final String INTRODUCTION = """
            # Metrics

            <!-- Made from the catalogue of meters (ChatMeter). Change the catalogue, not this page. -->

            `GET /metrics` on the admin port (9464) gives all meters as Prometheus text. Our own begin with `chat_`. Beside
            them stand those of the virtual machine and the process as Micrometer makes them: `jvm_…`, `process_…`,
            `system_…`.

            A histogram `x` has the samples `x_bucket`, `x_sum` and `x_count`; the gauge `x_max` beside it is the largest
            value of the last minutes. Buckets reach from 50 µs to 10 s.

            | meter | type | unit | labels | meaning |
            |---|---|---|---|---|
            """;

    private MetricsReference() {}

    /** The page in Markdown. */
    static String markdown() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        for (ChatMeter meter : ChatMeter.values()) {
            page.append("| `").append(meter.prometheusName()).append("` | ");
            page.append(meter.type().name().toLowerCase(Locale.ROOT)).append(" | ");
            page.append(meter.unit()).append(" | ");
            page.append(String.join(", ", meter.labels())).append(" | ");
            page.append(meter.help()).append(" |\n");
        }
        return page.toString();
    }
}
