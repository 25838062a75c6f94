// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * The certificate that the chat port is encrypted with: read from its files, looked after while they change, and made for
 * trying out.
 *
 * <p>Files are read on the main thread at the start and on a thread of their own later. {@link
 * chat.server.tls.TlsAcceptor} is asked by event loops; it holds one volatile reference. May import the open packages only.
 */
@NullMarked
package chat.server.tls;

import org.jspecify.annotations.NullMarked;
