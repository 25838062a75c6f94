// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.account;

import chat.protocol.message.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106), written as {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, the form of the reference
 * implementation. Thread-safe.
 */
public final class Argon2Hashing implements PasswordHashing {

    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,4}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** What a hash in the database can make us compute, so that a damaged one cannot take all memory. */
    private static final int MOST_KIBIBYTES = 1 << 20;

    private static final int MOST_PASSES = 1000;

    private final SecureRandom random = new SecureRandom();
    private final Parameters parameters;

    /**
     * What a hash costs.
     *
     * @param kibibytes of memory
     * @param passes over it
     * @param lanes that could be computed at once, which they are not here
     */
    record Parameters(int kibibytes, int passes, int lanes) {}

    /** Salt and hash in Base64. */
    private record Parsed(Parameters parameters, String salt, String hash) {}

    /**
     * @param kibibytes of memory, at least 8 for each lane
     * @param passes over it, at least 1
     * @param lanes at least 1
     */
    public Argon2Hashing(int kibibytes, int passes, int lanes) {
        this.parameters = new Parameters(kibibytes, passes, lanes);
    }

    @Override
    public PasswordHash hash(Secret password) {
        byte[] salt = randomBytes(SALT_BYTES);
        return encoded(salt, compute(password, parameters, salt, HASH_BYTES));
    }

    @Override
    public boolean matches(Secret password, PasswordHash hash) {
        Parsed parsed = parse(hash);
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] hashed = base64.decode(parsed.hash);
        byte[] computed = compute(password, parsed.parameters, base64.decode(parsed.salt), hashed.length);
        return MessageDigest.isEqual(computed, hashed);
    }

    @Override
    public boolean isCurrent(PasswordHash hash) {
        return parse(hash).parameters.equals(parameters);
    }

    @Override
    public PasswordHash decoy() {
        return encoded(randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
    }

    private PasswordHash encoded(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return new PasswordHash("$argon2id$v=19$m=" + parameters.kibibytes + ",t=" + parameters.passes + ",p="
                + parameters.lanes + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash));
    }

    private static Parsed parse(PasswordHash hash) {
        Matcher matcher = FORM.matcher(hash.encoded());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("hash: not one of Argon2id (expected: $argon2id$v=19$…)");
        }
        Parameters found = new Parameters(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        if (found.kibibytes > MOST_KIBIBYTES || found.passes > MOST_PASSES) {
            throw new IllegalArgumentException(
                    "hash: " + found + " (expected: at most " + MOST_KIBIBYTES + " KiB, " + MOST_PASSES + " passes)");
        }
        return new Parsed(found, matcher.group(4), matcher.group(5));
    }

    private static byte[] compute(Secret password, Parameters parameters, byte[] salt, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.kibibytes)
                .withIterations(parameters.passes)
                .withParallelism(parameters.lanes)
                .withSalt(salt)
                .build());
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[length];
        try {
            generator.generateBytes(bytes, hash);
            return hash;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
