// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Who counts message ids: 128 random bits, made by a client and kept beside its outbox, so that a message sent again is
 * recognised on any later connection.
 *
 * @param value 32 hexadecimal digits in lower case
 */
public record ProducerId(String value) {

    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * @throws RejectedException with {@link ErrorCode#BAD_FIELD} if it is anything but 32 lower-case hexadecimal digits
     */
    public ProducerId {
        boolean valid = value.length() == 2 * BYTES
                && value.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (!valid) {
            throw new RejectedException(
                    ErrorCode.BAD_FIELD, "producer: not an id (expected: 32 hexadecimal digits in lower case)");
        }
    }

    /** A new one that nobody else has. */
    public static ProducerId random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new ProducerId(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
