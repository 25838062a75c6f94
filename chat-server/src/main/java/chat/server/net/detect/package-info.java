// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Finds out by its first bytes what a new connection speaks, as one port serves all.
 *
 * <p>{@link chat.server.net.detect.ProtocolDetector} is confined to its connection's event loop; sniffers are stateless.
 */
@NullMarked
package chat.server.net.detect;

import org.jspecify.annotations.NullMarked;
