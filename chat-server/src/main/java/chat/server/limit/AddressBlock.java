// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What one party may have at its disposal: one address of IPv4, a /64 of IPv6 (RFC 6177). Immutable and thread-safe.
 *
 * @param bits the address, or the first half of it
 * @param isIpv6 which of the two
 */
public record AddressBlock(long bits, boolean isIpv6) {

    /** The block that an address is in. */
    public static AddressBlock of(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new AddressBlock(bytes.getLong(), true)
                : new AddressBlock(bytes.getInt(), false);
    }
}
