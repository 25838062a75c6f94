// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Keeps what is logged while it is attached. Thread-safe. */
final class ServerLog {

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final Queue<String> expected = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    /** A fault of this text is what the test is about. */
    void expect(String text) {
        expected.add(text);
    }

    void attach() {
        events.clear();
        expected.clear();
        appender.start();
        root().addAppender(appender);
    }

    void detach() {
        root().detachAppender(appender);
        appender.stop();
    }

    /** The lines that contain this. */
    List<String> lines(String text) {
        return events.stream()
                .map(ServerLog::line)
                .filter(line -> line.contains(text))
                .toList();
    }

    /** What is worth an operator's night: every error, and whatever comes with a stack trace, unless it is expected. */
    List<String> faults() {
        return events.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null)
                .map(ServerLog::line)
                .filter(line -> expected.stream().noneMatch(line::contains))
                .toList();
    }

    private static String line(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null
                ? ""
                : ": " + event.getThrowableProxy().getClassName() + ": "
                        + event.getThrowableProxy().getMessage();
        return event.getLevel() + " " + event.getFormattedMessage() + thrown;
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
