// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The number and the digest of something that was given out: a token or an invitation. It is written {@code
 * chat_<id>_<secret>}, where the secret is 256 random bits; of those only SHA-256 is kept, which is enough for what nobody
 * can guess.
 *
 * @param id 1, 2, 3, …
 * @param digest of the secret, in hexadecimal
 */
public record SecretKey(long id, String digest) {

    private static final Pattern FORM = Pattern.compile("([a-z]{1,16})_(\\d{1,15})_([A-Za-z0-9_-]{43})");
    private static final int SECRET_BYTES = 32;

    /** A new secret, without the number that only the store can give. */
    static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** How one that is new is shown, once. */
    static Secret shown(String kind, long id, String secret) {
        return new Secret(kind + "_" + id + "_" + secret);
    }

    /** What somebody gave back, or null if it has not the form. */
    static @Nullable SecretKey parse(String kind, Secret shown) {
        Matcher matcher = FORM.matcher(shown.reveal());
        return matcher.matches() && matcher.group(1).equals(kind)
                ? new SecretKey(Long.parseLong(matcher.group(2)), digestOf(matcher.group(3)))
                : null;
    }

    static String digestOf(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether it is this one; in constant time. */
    public boolean matches(String kept) {
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.US_ASCII), kept.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return id + "_***";
    }
}
