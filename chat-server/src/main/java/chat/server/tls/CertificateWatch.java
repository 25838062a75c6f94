// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import chat.server.lifecycle.Stage;
import chat.server.metrics.ServerMetrics;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over a certificate whose files have changed, without touching a connection. It looks at what they have, and not at
 * their times: they may be renamed, linked or written in place. A pair that was the same twice is tried once; if it is none,
 * the old one stays. Its state is confined to its own thread.
 */
public final class CertificateWatch implements Stage {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final TlsAcceptor acceptor;
    private final Duration interval;
    private final ServerMetrics metrics;
    private @Nullable ScheduledExecutorService thread;
    private CertificateFiles.@Nullable Content seenOnce;
    private CertificateFiles.@Nullable Content refused;
    private @Nullable String trouble;
    private int troubleSeen;

    /** @param interval how often to look */
    public CertificateWatch(TlsAcceptor acceptor, Duration interval, ServerMetrics metrics) {
        this.acceptor = acceptor;
        this.interval = interval;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "certificate watch";
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("chat-certificates", true));
        var unused = thread.scheduleWithFixedDelay(
                this::lookSafely, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public CompletionStage<?> stop() {
        if (thread != null) {
            thread.shutdownNow();
        }
        return STOPPED;
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            // Or the thread would never look again.
            metrics.bug();
            LOG.error("looking after the certificate failed", e);
        }
    }

    void look() {
        CertificateFiles.Content content;
        try {
            content = acceptor.read();
        } catch (TlsException e) {
            cannotRead(String.valueOf(e.getMessage()));
            return;
        }
        trouble = null;
        if (acceptor.isInUse(content)) {
            seenOnce = null;
            refused = null;
        } else if (!content.equals(seenOnce)) {
            // One of the two may still be the old one, or half of the new one.
            seenOnce = content;
        } else if (!content.equals(refused)) {
            take(content);
        }
    }

    private void take(CertificateFiles.Content content) {
        try {
            acceptor.replace(content);
            metrics.certificateLoaded();
        } catch (TlsException e) {
            refused = content;
            refuse(String.valueOf(e.getMessage()));
        }
    }

    /** As with what has changed: only what is the same twice counts, and once. */
    private void cannotRead(String message) {
        seenOnce = null;
        if (!message.equals(trouble)) {
            trouble = message;
            troubleSeen = 0;
        }
        troubleSeen = Math.min(troubleSeen + 1, 3);
        if (troubleSeen == 2) {
            refuse(message);
        }
    }

    private void refuse(String message) {
        metrics.certificateRefused();
        LOG.warn("the new certificate is not taken, the old one stays: {}", message);
    }
}
