// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a certificate is known by.
 *
 * @param text {@code SHA256:AB:CD:…}; {@code openssl x509 -fingerprint -sha256} shows the same digits
 */
public record Fingerprint(String text) {

    private static final String KIND = "SHA256:";
    private static final Pattern DIGITS = Pattern.compile("[0-9A-F]{64}");
    private static final HexFormat PAIRS = HexFormat.ofDelimiter(":").withUpperCase();

    /** @throws IllegalArgumentException if it is not in this form; {@link #parse} is more patient */
    public Fingerprint {
        if (!text.startsWith(KIND) || !DIGITS.matcher(digits(text)).matches()) {
            throw new IllegalArgumentException(
                    "fingerprint: '" + text + "' (expected: SHA256: and 64 hexadecimal digits)");
        }
    }

    /**
     * Reads a fingerprint as people have it.
     *
     * @param text in upper or lower case, with colons between the digits or without
     * @throws IllegalArgumentException with a message for a person
     */
    public static Fingerprint parse(String text) {
        String upper = text.strip().toUpperCase(Locale.ROOT);
        String digits = digits(upper.startsWith(KIND) ? upper : KIND + upper);
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "fingerprint: '" + text + "' (expected: SHA256: and 64 hexadecimal digits)");
        }
        return new Fingerprint(KIND + PAIRS.formatHex(HexFormat.of().parseHex(digits)));
    }

    /** That of a certificate. */
    public static Fingerprint of(X509Certificate certificate) {
        try {
            return new Fingerprint(
                    KIND + PAIRS.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("certificate: cannot be encoded", e);
        }
    }

    private static String digits(String text) {
        return text.substring(KIND.length()).replace(":", "");
    }

    @Override
    public String toString() {
        return text;
    }
}
