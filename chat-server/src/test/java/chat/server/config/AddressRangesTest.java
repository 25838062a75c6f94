// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "off, 127.0.0.1, false"
    })
    void anAddressIsInARangeIfItBeginsLikeIt(String ranges, String address, boolean inside)
            throws UnknownHostException {
        assertThat(AddressRanges.parse(ranges).contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @Test
    void thereMayBeSeveral() throws UnknownHostException {
        AddressRanges ranges = AddressRanges.parse("10.0.0.0/8, 2001:db8::/32,192.0.2.1");

        assertThat(ranges.contains(InetAddress.getByName("10.1.1.1"))).isTrue();
        assertThat(ranges.contains(InetAddress.getByName("2001:db8::5"))).isTrue();
        assertThat(ranges.contains(InetAddress.getByName("192.0.2.1"))).isTrue();
        assertThat(ranges.contains(InetAddress.getByName("192.0.2.2"))).isFalse();
        assertThat(AddressRanges.parse(ranges.toString())).isEqualTo(ranges);
    }

    @Test
    void anAddressOfIpv4InsideIpv6IsTheAddressOfIpv4() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};

        assertThat(AddressRanges.parse("10.0.0.0/8").contains(Inet6Address.getByAddress(null, mapped, 0)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "10.0/8",
                "10",
                "256.0.0.1",
                "localhost",
                "proxy.example",
                "beef",
                "::/129",
                "2001:db8::1/32",
                "1::2::3",
                "10.0.0.1,,10.0.0.2",
                "0x7f.0.0.1",
                "999.1.1.1",
                "10.0.0.1.",
                "1.2.3",
                "::ffff:999.1.1.1",
                "fe80::1%lo",
                "dead.beef:",
                "10.0.0.0/08888"
            })
    void anythingElseIsNoneAndAskedOfNobody(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRanges.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"010.1.1.1", "10.01.1.1", "10.1.1.00", "010.0.0.0/8", "::ffff:010.1.1.1"})
    void aZeroInFrontIsRefusedAsSomeReadItAsOctal(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRanges.parse(text))
                .withMessageContaining("a zero in front");
    }

    @Test
    void zerosElsewhereAreNumbers() {
        assertThat(AddressRanges.parse("0.0.0.0/0, 10.0.100.0/24, ::/0, 2001:0db8::/32, ::ffff:10.0.0.1")
                        .ranges())
                .hasSize(5);
        assertThat(AddressRanges.parse("::ffff:10.0.0.1").toString()).isEqualTo("10.0.0.1/32");
    }
}
