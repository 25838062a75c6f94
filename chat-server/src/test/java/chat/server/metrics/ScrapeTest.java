// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeTest {

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    private final PrometheusMetrics prometheus = new PrometheusMetrics();
    private final ServerMetrics metrics = new ServerMetrics(prometheus.registry());

    @AfterEach
    void close() {
        prometheus.close();
    }

    @Test
    void theScrapeAndTheCatalogueNameTheSameMeters() {
        useEveryLabel();

        assertThat(chatFamilies(prometheus.scrape())).isEqualTo(cataloguedFamilies());
    }

    @Test
    void everySampleHasTheLabelsOfTheCatalogue() {
        useEveryLabel();

        for (ChatMeter meter : ChatMeter.values()) {
            String sample = meter.type() == ChatMeter.Type.HISTOGRAM
                    ? meter.prometheusName() + "_count"
                    : meter.prometheusName();
            assertThat(prometheus.scrape().lines().filter(line -> line.matches(sample + "[ {].*")))
                    .as(sample)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(labelsOf(line)).containsExactlyInAnyOrderElementsOf(meter.labels()));
        }
    }

    @Test
    void histogramsReachFromFiftyMicrosecondsToTenSeconds() {
        assertThat(prometheus.scrape().lines().filter(line -> line.startsWith("chat_commit_seconds_bucket")))
                .hasSize(15)
                .startsWith("chat_commit_seconds_bucket{le=\"5.0E-5\"} 0")
                .contains("chat_commit_seconds_bucket{le=\"10.0\"} 0")
                .endsWith("chat_commit_seconds_bucket{le=\"+Inf\"} 0");
    }

    @Test
    void promtoolHasNothingToSay(@TempDir Path folder) throws IOException, InterruptedException {
        useEveryLabel();
        System.gc();
        assertThat(MetricsLint.problemsIn(prometheus.scrape())).isEmpty();
        if (!isInstalled("promtool")) {
            // The rules above are promtool's own; where it is installed it has the last word.
            return;
        }
        Path scrape = Files.writeString(folder.resolve("scrape"), prometheus.scrape());

        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(scrape.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said).isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    @Test
    void theLintFindsWhatPromtoolFinds() {
        String scrape = """
                # HELP chat_a_count A gauge.
                # TYPE chat_a_count gauge
                chat_a_count 1.0
                # HELP chat_b A counter.
                # TYPE chat_b counter
                chat_b 1.0
                # TYPE chat_c gauge
                chat_c 1.0
                # HELP chat_d_milliseconds A time.
                # TYPE chat_d_milliseconds gauge
                chat_d_milliseconds{someLabel="x"} 1.0
                # HELP chat_e_total A gauge.
                # TYPE chat_e_total gauge
                chat_e_total 1.0
                """;

        assertThat(MetricsLint.problemsIn(scrape))
                .containsExactlyInAnyOrder(
                        "chat_a_count: only histograms and summaries end in _count",
                        "chat_b: counters end in _total",
                        "chat_c: no help",
                        "chat_d_milliseconds: not a base unit",
                        "chat_d_milliseconds: name or label in camel case",
                        "chat_e_total: only counters end in _total");
    }

    private void useEveryLabel() {
        metrics.readCertificateExpiryFrom(() -> 30);
        metrics.connectionOpened("framed");
        metrics.rateLimited("room");
        metrics.connectionClosed("framed", "quit");
        metrics.command("send", Outcome.OK);
        metrics.buildInfo("1", "17", "nio");
    }

    private static Set<String> cataloguedFamilies() {
        return Stream.of(ChatMeter.values())
                .flatMap(meter -> meter.type() == ChatMeter.Type.HISTOGRAM
                        ? Stream.of(meter.prometheusName(), meter.prometheusName() + "_max")
                        : Stream.of(meter.prometheusName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> chatFamilies(String scrape) {
        return scrape.lines()
                .filter(line -> line.startsWith("# TYPE chat_"))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> labelsOf(String sample) {
        return LABEL.matcher(sample).results().map(label -> label.group(1)).collect(Collectors.toSet());
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
