// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a conversation stands, and why.
 *
 * @param state how it stands
 * @param trouble what kind of trouble brought it there; {@link Trouble#NONE} where there was none
 * @param reason the trouble in words. It may come from the server: make control characters visible before showing it.
 *     Empty where there was none
 * @param retryIn how long it takes until the next attempt, or null where none is waiting
 */
public record ConnectionStatus(
        ConnectionState state,
        Trouble trouble,
        String reason,
        @Nullable Duration retryIn) {

    /** What kind of trouble there was. */
    public enum Trouble {
        /** None. */
        NONE,
        /** No connection could be made. */
        UNREACHABLE,
        /** The server answered and did not let this client in, or told it to leave for good. */
        REFUSED,
        /** A connection that stood has ended. */
        LOST,
        /** The server does not know this client any more, and {@link ChatOptions#onlyAsBefore} is set. */
        FORGOTTEN,
        /** The server's certificate is not trusted, see {@link ChatOptions#tls}. */
        UNTRUSTED,
        /** The server did not accept {@link ChatOptions#credentials}: there is no such account, or they are not its. */
        SIGN_IN_FAILED,
        /** The server lets no guests in, and there are no {@link ChatOptions#credentials}. */
        SIGN_IN_REQUIRED
    }
}
