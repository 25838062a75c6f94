// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
/**
 * Who has an account, and what they sign in with. A failure anywhere in the chain refuses; it never admits.
 *
 * <p>{@link chat.server.account.Accounts} is asked on event loops: what it answers at once comes from an index in memory,
 * which follows the store; what needs the store or the hashing of a password is a completion stage, completed on another
 * thread. Passwords are hashed on threads of its own, of low priority, with a bounded queue ({@link
 * chat.server.account.HashingDesk}). Imports no Netty and none of the server's packages but those open to all.
 */
@NullMarked
package chat.server.account;

import org.jspecify.annotations.NullMarked;
