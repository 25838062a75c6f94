// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * From which addresses nobody is let in, by the operator's word. {@link chat.server.ban.AddressBans} is asked on event loops
 * and answers from memory, following the store; changes are completion stages. Imports no Netty and none of the server's
 * packages but those open to all and the audit log.
 */
@NullMarked
package chat.server.ban;

import org.jspecify.annotations.NullMarked;
