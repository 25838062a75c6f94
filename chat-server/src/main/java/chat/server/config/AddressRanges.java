// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of addresses in CIDR notation (RFC 4632, RFC 4291): {@code 10.0.0.0/8, 2001:db8::/32, 192.0.2.1}. Immutable and
 * thread-safe. An IPv4 address that is mapped into IPv6 counts as the IPv4 address.
 *
 * @param ranges in the order in which they were written
 */
public record AddressRanges(List<Range> ranges) {

    static final AddressRanges NONE = new AddressRanges(List.of());

    /** Some programs read it as octal: what was meant cannot be told. */
    private static final Pattern ZERO_IN_FRONT = Pattern.compile("(?:^|[.:])0\\d+(?:\\.|$)");

    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    /** Keeps a copy of the list. */
    public AddressRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * All addresses that begin like one.
     *
     * @param first the one whose other bits are 0, in 4 or 16 bytes
     * @param bits how many bits they have in common
     */
    public record Range(InetAddress first, int bits) {

        private boolean contains(byte[] address) {
            byte[] begin = first.getAddress();
            if (address.length != begin.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int rest = bits % Byte.SIZE;
            return Arrays.equals(address, 0, whole, begin, 0, whole)
                    && (rest == 0 || ((address[whole] ^ begin[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0);
        }

        /** Whether some address is in both. */
        public boolean overlaps(Range other) {
            byte[] begin = bits <= other.bits ? other.first.getAddress() : first.getAddress();
            return (bits <= other.bits ? this : other).contains(begin);
        }

        /** The range of a length that an address is in, or null if its addresses are shorter. */
        public static @Nullable Range around(InetAddress address, int bits) {
            byte[] bytes = plain(address).getAddress();
            if (bits > bytes.length * Byte.SIZE) {
                return null;
            }
            for (int i = 0; i < bytes.length; i++) {
                int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
                bytes[i] &= (byte) (0xFF << (Byte.SIZE - kept));
            }
            try {
                return new Range(InetAddress.getByAddress(bytes), bits);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address has the length of an address", e);
            }
        }

        /**
         * Reads one range; an address alone is a range of one.
         *
         * @throws IllegalArgumentException if the text is something else, or has bits set behind its length
         */
        public static Range parse(String text) {
            int slash = text.indexOf('/');
            String literal = slash < 0 ? text : text.substring(0, slash);
            if (literal.contains(".") && ZERO_IN_FRONT.matcher(literal).find()) {
                throw new IllegalArgumentException(
                        "range: " + text + " has a number with a zero in front (expected: such as 10.0.0.0/8)");
            }
            // Never a name, which would be asked for.
            byte[] bytes = literal.contains("%") ? null : NetUtil.createByteArrayFromIpAddressString(literal);
            if (bytes == null) {
                throw notARange(text);
            }
            try {
                InetAddress first = InetAddress.getByAddress(bytes);
                int most = first.getAddress().length * Byte.SIZE;
                String length = slash < 0 ? Integer.toString(most) : text.substring(slash + 1);
                int bits = LENGTH.matcher(length).matches() ? Integer.parseInt(length) : most + 1;
                BigInteger value = new BigInteger(1, first.getAddress());
                if (bits > most || (value.signum() != 0 && value.getLowestSetBit() < most - bits)) {
                    throw notARange(text);
                }
                return new Range(first, bits);
            } catch (UnknownHostException e) {
                throw notARange(text);
            }
        }

        private static IllegalArgumentException notARange(String text) {
            return new IllegalArgumentException("range: " + text + " (expected: such as 10.0.0.0/8)");
        }

        @Override
        public String toString() {
            return first.getHostAddress() + "/" + bits;
        }
    }

    /**
     * Reads ranges with commas between them; an address alone is a range of one, and {@code off} is none.
     *
     * @throws IllegalArgumentException if the text is something else, or a range has bits set behind its length
     */
    static AddressRanges parse(String text) {
        if (text.equalsIgnoreCase(ValueType.OFF)) {
            return NONE;
        }
        return new AddressRanges(Arrays.stream(text.split(",", -1))
                .map(part -> Range.parse(part.strip()))
                .toList());
    }

    /** Whether an address is in one of them. */
    public boolean contains(InetAddress address) {
        if (ranges.isEmpty()) {
            return false;
        }
        byte[] bytes = plain(address).getAddress();
        return ranges.stream().anyMatch(range -> range.contains(bytes));
    }

    /** Without the mapping of IPv4 into IPv6, which this method of the JDK takes away. */
    private static InetAddress plain(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has the length of an address", e);
        }
    }

    /** The form that {@link #parse} reads back. */
    @Override
    public String toString() {
        return ranges.isEmpty()
                ? ValueType.OFF
                : ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
