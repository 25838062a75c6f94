// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import chat.client.ServerAddress;
import chat.client.tls.Fingerprint;
import chat.protocol.message.AccountName;
import chat.protocol.message.RoomName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server, and how somebody goes there.
 *
 * @param nick what they want to be called, or null
 * @param account to sign in to, or null
 * @param rooms where they want to be, the most wanted one first; none where nothing is said
 * @param encryption how to make sure of the server
 * @param password of the account, or null to ask for it
 * @param token to sign in with instead of an account, or null
 */
public record ServerProfile(
        String name,
        ServerAddress server,
        @Nullable AccountName nick,
        @Nullable AccountName account,
        List<RoomName> rooms,
        Encryption encryption,
        @Nullable SecretSource password,
        @Nullable SecretSource token) {

    /** Keeps a copy. */
    public ServerProfile {
        rooms = List.copyOf(rooms);
    }

    /**
     * Whether connections are encrypted, and whose certificate is trusted; at most one of the last three.
     *
     * @param tls whether to encrypt and trust as the system does
     * @param authorities a file of certificates to trust, or null
     * @param fingerprint of the certificate to trust, or null
     * @param firstUse whether to trust what is shown first
     */
    public record Encryption(
            boolean tls,
            @Nullable Path authorities,
            @Nullable Fingerprint fingerprint,
            boolean firstUse) {}
}
