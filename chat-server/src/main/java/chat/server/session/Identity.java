// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.server.log.SenderId;

/**
 * Who somebody is and what they are called.
 *
 * @param id stays the same when the name changes and when a connection is resumed
 */
record Identity(SenderId id, AccountName name) {}
