// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLineTest {

    private static final String BEGIN = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) ";

    private final LoggerContext context = new LoggerContext();

    @Test
    void aLineHasTimeLevelThreadAndTheNameOfTheClass() {
        assertThat(line(Level.INFO, "Ready", null)).matches(BEGIN + "INFO  \\[main-1\\] Main - Ready\\R");
        assertThat(line(Level.ERROR, "Ready", null)).matches(BEGIN + "ERROR \\[main-1\\] Main - Ready\\R");
    }

    @Test
    void nobodyCanForgeALine() {
        assertThat(line(Level.INFO, "name\r\n2026-01-01 INFO \n\nstopped", null))
                .endsWith(" - name | 2026-01-01 INFO  | stopped" + System.lineSeparator())
                .hasLineCount(1);
    }

    @Test
    void aStackTraceIsInTheSameLine() {
        Exception failure = new IllegalStateException("bad\nluck", new RuntimeException("cause"));

        assertThat(line(Level.ERROR, "failed", failure))
                .hasLineCount(1)
                .contains(" - failed java.lang.IllegalStateException: bad | luck | at chat.server.LogLineTest.")
                .contains(" | Caused by: java.lang.RuntimeException: cause | ... ");
    }

    private String line(Level level, String message, @Nullable Throwable thrown) {
        LoggingEvent event =
                new LoggingEvent(null, context.getLogger("chat.server.Main"), level, message, thrown, null);
        event.setThreadName("main-1");
        return new LogLine().doLayout(event);
    }
}
