// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class AddressKeyTest {

    @Test
    void anAddressOfIpv4CountsAlone() throws UnknownHostException {
        assertThat(key("192.0.2.1")).isEqualTo(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
        assertThat(key("255.255.255.255")).hasToString("255.255.255.255");
        assertThat(key("192.0.2.1")).hasToString("192.0.2.1");
    }

    @Test
    void ofIpv6AllBelowASixtyFourCountAsOne() throws UnknownHostException {
        assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assertThat(key("2001:db8:1:2::1")).isNotEqualTo(key("2001:db8:1:3::1"));
        assertThat(key("2001:db8:1:2::1")).hasToString("2001:db8:1:2:0:0:0:0/64");
    }

    /** The sockets of a server that listens on :: give addresses of IPv4 in this form. */
    @Test
    void anAddressOfIpv4InsideIpv6CountsAsTheAddressOfIpv4() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};

        assertThat(AddressKey.of(Inet6Address.getByAddress(null, mapped, 0))).isEqualTo(key("192.0.2.1"));
    }

    @Test
    void theSameBitsInTheOtherFamilyAreAnotherAddress() throws UnknownHostException {
        AddressKey four = key("0.0.0.1");
        AddressKey six = key("0:0:0:1::");

        assertThat(four).isNotEqualTo(six);
        assertThat(four.compareTo(six)).isNotZero();
    }

    private static AddressKey key(String address) throws UnknownHostException {
        return AddressKey.of(InetAddress.getByName(address));
    }
}
