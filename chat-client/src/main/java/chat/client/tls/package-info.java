// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Encryption of the way to a server, and how a client makes sure that it is the right one. {@link chat.client.tls.ChatTls}
 * is the public part; {@link chat.client.tls.TlsConnector} makes Netty's handlers of it.
 *
 * <p>Certificates are checked on a thread of their own, so that a {@link chat.client.tls.CertificatePins} may read files.
 * Imports {@code chat.client.ServerAddress} and nothing else of this program.
 */
@NullMarked
package chat.client.tls;

import org.jspecify.annotations.NullMarked;
