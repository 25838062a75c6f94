// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What counts as one address: all of an IPv4 address, the first 64 bits of an IPv6 address, since whoever has one of those
 * has the other 2^64 addresses below the same prefix too (RFC 6177). An IPv4 address that is mapped into IPv6 ({@code
 * ::ffff:192.0.2.1}) counts as the IPv4 address.
 *
 * @param bits the address or the prefix
 * @param six whether it is a prefix of IPv6
 */
public record AddressKey(long bits, boolean six) implements Comparable<AddressKey> {

    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int LOOPBACK_NET = 127;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** The key of an address. */
    public static AddressKey of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == IPV4_BYTES) {
            return new AddressKey(ByteBuffer.wrap(bytes).getInt(), false);
        }
        if (Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)) {
            return new AddressKey(ByteBuffer.wrap(bytes).getInt(MAPPED.length), false);
        }
        return new AddressKey(ByteBuffer.wrap(bytes).getLong(), true);
    }

    /** Whether it is of the machine itself: 127.0.0.0/8, or the prefix of {@code ::1}. */
    public boolean isLoopback() {
        return six ? bits == 0 : (bits >> 24 & 0xFF) == LOOPBACK_NET;
    }

    /** For maps, whose order of keys with the same hash code nobody can make long by choosing addresses. */
    @Override
    public int compareTo(AddressKey other) {
        int byBits = Long.compare(bits, other.bits);
        return byBits != 0 ? byBits : Boolean.compare(six, other.six);
    }

    /** The address, or the prefix as in {@code 2001:db8:0:1:0:0:0:0/64}. */
    @Override
    public String toString() {
        try {
            return six
                    ? InetAddress.getByAddress(ByteBuffer.allocate(IPV6_BYTES)
                                            .putLong(bits)
                                            .array())
                                    .getHostAddress()
                            + "/64"
                    : InetAddress.getByAddress(ByteBuffer.allocate(IPV4_BYTES)
                                    .putInt((int) bits)
                                    .array())
                            .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
