// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.metrics;

import java.util.Locale;

/** How an attempt to sign in ended: the values of a label. */
public enum SignInOutcome {
    /** Somebody is signed in. */
    OK,
    /** It was not the right password or token, or not an account that can be signed in to. */
    REFUSED,
    /** It came faster than the limit; nothing was computed. */
    THROTTLED,
    /** Too many waited already. */
    BUSY,
    /** It could not be done, because of us. */
    FAILED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
