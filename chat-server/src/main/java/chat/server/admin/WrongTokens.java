// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin;

import chat.server.limit.AddressKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How many wrong tokens have come from where. Confined to the event loop of the admin port. */
final class WrongTokens {

    /** How many an address may show within a minute. */
    static final int PER_MINUTE = 10;

    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int ADDRESSES = 1024;

    private record Window(long sinceNanos, int count) {}

    private final Map<AddressKey, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AddressKey, Window> eldest) {
            return size() > ADDRESSES;
        }
    };
    private final LongSupplier nanoTime;

    WrongTokens(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** For how many seconds an address is to wait before it is looked at again; 0 if it need not. */
    long secondsToWait(AddressKey from) {
        Window window = current(from);
        return window == null || window.count() < PER_MINUTE
                ? 0
                : 1 + TimeUnit.NANOSECONDS.toSeconds(WINDOW_NANOS - (nanoTime.getAsLong() - window.sinceNanos()));
    }

    /** One more. */
    void add(AddressKey from) {
        Window window = current(from);
        windows.put(
                from,
                window == null
                        ? new Window(nanoTime.getAsLong(), 1)
                        : new Window(window.sinceNanos(), window.count() + 1));
    }

    private @Nullable Window current(AddressKey from) {
        Window window = windows.get(from);
        return window == null || nanoTime.getAsLong() - window.sinceNanos() >= WINDOW_NANOS ? null : window;
    }
}
