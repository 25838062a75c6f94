// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The admin port: {@code /livez}, {@code /readyz} and {@code /metrics} over HTTP, for the operator's own network, and
 * {@code /api/}, for whoever has the operator's token.
 *
 * <p>Everything runs on one event loop of its own, so that it answers however busy the chat is, and the chat does not wait
 * for a scrape. May import the JDK, Netty and slf4j, {@code chat.server.config}, {@code lifecycle} and {@code metrics}, and
 * of {@code net} the transport; what it asks of the rest of the server goes through {@link chat.server.admin.Readiness} and {@link
 * chat.server.admin.api}.
 */
@NullMarked
package chat.server.admin;

import org.jspecify.annotations.NullMarked;
