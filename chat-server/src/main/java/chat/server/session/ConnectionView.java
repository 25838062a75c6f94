// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import org.jspecify.annotations.Nullable;

/**
 * What the operator sees of a connection: as its event loop saw it at one moment. Nothing of what is said on it.
 *
 * @param id 1, 2, 3, … since the start of the server, in the order in which the connections said what they speak
 * @param protocol which dialect is spoken on it, such as {@code framed}
 * @param tls whether it is encrypted
 * @param name what somebody is called on it, or null while nobody has said hello
 * @param account whether that is the name of an account, which signed in
 * @param address where it comes from, as {@link chat.server.limit.AddressKey} writes it: of IPv6 the first 64 bits
 * @param sinceMillis since when it is there, in milliseconds since 1970
 * @param rooms how many rooms are followed on it, direct ones included
 * @param queuedBytes what waits for the client to take it, in bytes
 * @param behind how many entries of those rooms have not been written to it yet
 */
public record ConnectionView(
        long id,
        String protocol,
        boolean tls,
        @Nullable AccountName name,
        boolean account,
        String address,
        long sinceMillis,
        int rooms,
        long queuedBytes,
        long behind) {}
