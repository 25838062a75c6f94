// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * What scripts, timers and people on call ask a server in passing: who and what is there ({@link chat.client.verb.Listing}),
 * what was said ({@link chat.client.verb.LogPrint}, {@link chat.client.verb.LogFile}), and to be told when something is said
 * ({@link chat.client.verb.AwaitedMessage}). Each is run once and ends with an {@link chat.client.console.Ending}.
 *
 * <p>{@code run} waits on its caller's thread, within a time that it is given; what comes by itself comes on the client's
 * event loop. Nothing that came from the network is printed without its control characters made visible.
 *
 * <p>May import {@code chat.client}, the protocol, and what {@code chat.client.console} has for output and endings.
 */
@NullMarked
package chat.client.verb;

import org.jspecify.annotations.NullMarked;
