// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That somebody is signed in.
 *
 * @param accountId to which account
 * @param name what they are called
 * @param generation of the account when they proved it
 * @param token what they did it with, or null for a password
 */
public record Access(
        long accountId,
        AccountName name,
        long generation,
        @Nullable BotToken token) {

    /** The number of the token, or null for a password. */
    public @Nullable Long tokenId() {
        return token == null ? null : token.key().id();
    }

    /** Where they may be; empty for everywhere. */
    public Set<RoomName> rooms() {
        return token == null ? Set.of() : token.rooms();
    }
}
