// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Who is in which room at this moment: ephemeral, told with a delay that hides who only comes and goes, never logged.
 *
 * <p>Thread-safe; called from every event loop. Imports the protocol's messages and the JDK, nothing of the server.
 */
@NullMarked
package chat.server.presence;

import org.jspecify.annotations.NullMarked;
