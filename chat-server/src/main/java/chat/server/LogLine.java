// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Makes one line of each event, whatever is in the message: a user must not be able to forge a line of the log.
 * Thread-safe.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {

    private static final String BREAK = " | ";
    private static final int LEVEL_WIDTH = 5;

    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(128);
        time.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(event.getLevel());
        line.append(" ".repeat(LEVEL_WIDTH - event.getLevel().toString().length()));
        line.append(" [").append(event.getThreadName()).append("] ");
        String logger = event.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(" - ");
        appendInOneLine(String.valueOf(event.getFormattedMessage()), line);
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(' ');
            appendInOneLine(ThrowableProxyUtil.asString(thrown).strip(), line);
        }
        return line.append(System.lineSeparator()).toString();
    }

    private static void appendInOneLine(String text, StringBuilder line) {
        int begin = 0;
        while (begin < text.length()) {
            int end = begin;
            while (end < text.length() && !isBreak(text.charAt(end))) {
                end++;
            }
            line.append(text, begin, end);
            begin = end;
            while (begin < text.length() && (isBreak(text.charAt(begin)) || text.charAt(begin) == '\t')) {
                begin++;
            }
            if (begin > end) {
                line.append(BREAK);
            }
        }
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
