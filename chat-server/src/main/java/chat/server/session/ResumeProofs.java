// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.account.Access;
import chat.server.log.SenderId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes and checks the proofs with which a client takes its name and place back. A proof says who, until when, and is
 * signed with a key of the server's (HMAC with SHA-256, RFC 2104), so that nothing need be stored and nothing slow be
 * computed when a crowd comes back at once. Thread-safe.
 */
public final class ResumeProofs {

    /** How long a proof is good for. */
    public static final Duration VALIDITY = Duration.ofDays(7);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_BYTES = 32;
    private static final int MAX_LENGTH = 512;

    /** What the id of an account begins with, in a proof and elsewhere. */
    static final String ACCOUNT = "account:";

    /** Says what the proof of an account is worth by now. */
    @FunctionalInterface
    public interface AccountCheck {

        /**
         * What somebody is signed in with who proves this.
         *
         * @throws RejectedException with {@link ErrorCode#RESUME_INVALID} if it is void
         */
        Access resume(long accountId, long generation, @Nullable Long tokenId);
    }

    private final SecretKeySpec key;
    private final Clock clock;
    private final AccountCheck accounts;

    /** @param key at least 32 random bytes that only this server knows */
    public ResumeProofs(byte[] key, Clock clock, AccountCheck accounts) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
        this.accounts = accounts;
    }

    /** A proof for somebody. */
    String issue(Identity identity) {
        byte[] id = subject(identity).getBytes(StandardCharsets.UTF_8);
        byte[] name = identity.name().value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(Long.BYTES + 1 + id.length + name.length)
                .putLong(clock.millis() + VALIDITY.toMillis())
                .put((byte) id.length)
                .put(id)
                .put(name);
        byte[] signature = sign(content.array());
        byte[] proof = ByteBuffer.allocate(content.capacity() + SIGNATURE_BYTES)
                .put(content.array())
                .put(signature)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(proof);
    }

    /**
     * Who a proof is for.
     *
     * @throws RejectedException with {@link ErrorCode#RESUME_INVALID} if it is not one of this server's, or too old
     */
    Identity verify(String proof) {
        try {
            byte[] bytes = proof.length() > MAX_LENGTH
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(proof);
            int contentLength = bytes.length - SIGNATURE_BYTES;
            if (contentLength <= Long.BYTES + 1) {
                throw invalid();
            }
            byte[] content = Arrays.copyOf(bytes, contentLength);
            byte[] signature = Arrays.copyOfRange(bytes, contentLength, bytes.length);
            // In constant time, or the signature could be found out byte by byte.
            if (!MessageDigest.isEqual(sign(content), signature)) {
                throw invalid();
            }
            return read(ByteBuffer.wrap(content));
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private Identity read(ByteBuffer content) {
        if (content.getLong() < clock.millis()) {
            throw invalid();
        }
        byte[] id = new byte[content.get()];
        content.get(id);
        byte[] name = new byte[content.remaining()];
        content.get(name);
        String subject = new String(id, StandardCharsets.UTF_8);
        return subject.startsWith(ACCOUNT)
                ? ofAccount(subject.substring(ACCOUNT.length()).split(":", -1))
                : new Identity(new SenderId(subject), new AccountName(new String(name, StandardCharsets.UTF_8)));
    }

    /** A guest's id; of an account also the generation, with which a proof becomes void, and the token, if there was one. */
    private static String subject(Identity identity) {
        Access access = identity.access();
        if (access == null) {
            return identity.id().value();
        }
        Long token = access.tokenId();
        return ACCOUNT + access.accountId() + ":" + access.generation() + (token == null ? "" : ":" + token);
    }

    private Identity ofAccount(String[] parts) {
        if (parts.length != 2 && parts.length != 3) {
            throw invalid();
        }
        Long token = parts.length == 3 ? Long.valueOf(parts[2]) : null;
        return Identity.of(accounts.resume(Long.parseLong(parts[0]), Long.parseLong(parts[1]), token));
    }

    private byte[] sign(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static RejectedException invalid() {
        return new RejectedException(
                ErrorCode.RESUME_INVALID,
                "resume: not a proof of this server, or too old (expected: a hello without it)");
    }
}
