// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.protocol.message.AccountName;
import chat.protocol.message.ErrorCode;
import chat.protocol.message.RejectedException;
import chat.server.account.Access;
import chat.server.log.SenderId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ResumeProofsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Identity ANN = new Identity(new SenderId("guest:1"), new AccountName("Ann"));
    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final ResumeProofs proofs = proofs(KEY, NOW);

    @Test
    void aProofSaysWhoItIsFor() {
        Identity verified = proofs.verify(proofs.issue(ANN));

        assertThat(verified).isEqualTo(ANN);
        assertThat(verified.name().value())
                .as("in the spelling that was chosen")
                .isEqualTo("Ann");
    }

    @Test
    void aProofOfTheLongestNameThereIsCanBeUsed() {
        String longest = new String(Character.toChars(0x20000)).repeat(AccountName.MAX_CODE_POINTS);
        Identity identity =
                new Identity(new SenderId("guest:00000000-0000-0000-0000-000000000000"), new AccountName(longest));

        assertThat(proofs.verify(proofs.issue(identity))).isEqualTo(identity);
    }

    @Test
    void aProofIsGoodForSevenDaysAcrossRestarts() {
        String proof = proofs.issue(ANN);

        assertThat(proofs(KEY, NOW.plus(ResumeProofs.VALIDITY)).verify(proof)).isEqualTo(ANN);
        assertInvalid(proofs(KEY, NOW.plus(ResumeProofs.VALIDITY).plusMillis(1)), proof);
        assertThat(ResumeProofs.VALIDITY).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void aProofOfAnotherServerIsNone() {
        byte[] otherKey = KEY.clone();
        otherKey[31] ^= 1;

        assertInvalid(proofs(otherKey, NOW), proofs.issue(ANN));
    }

    @Test
    void noBitOfAProofCanBeChanged() {
        byte[] bytes = Base64.getUrlDecoder().decode(proofs.issue(ANN));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] tampered = bytes.clone();
            tampered[bit / 8] ^= (byte) (1 << bit % 8);

            assertInvalid(proofs, Base64.getUrlEncoder().withoutPadding().encodeToString(tampered));
        }
    }

    @Test
    void aPartOfAProofIsNone() {
        String proof = proofs.issue(ANN);
        for (int length = 0; length < proof.length(); length++) {
            assertInvalid(proofs, proof.substring(0, length));
        }
        assertInvalid(proofs, proof + proof);
        assertInvalid(proofs, proof + "AAAA");
    }

    @Test
    void whatIsNotEvenBase64IsRefusedLikeTheRest() {
        assertInvalid(proofs, "?");
        assertInvalid(proofs, "\u0000\uffff");
        assertInvalid(proofs, "A".repeat(100_000));
    }

    @Test
    void theProofOfAnAccountIsGoodForItsGenerationOnly() {
        Identity now = Identity.of(new Access(7, ANN.name(), 3, null));
        Identity before = Identity.of(new Access(7, ANN.name(), 2, null));

        assertThat(proofs.verify(proofs.issue(now))).isEqualTo(now);
        assertInvalid(proofs, proofs.issue(before));
        assertInvalid(proofs(KEY, NOW.plus(ResumeProofs.VALIDITY).plusMillis(1)), proofs.issue(now));
        byte[] bytes = Base64.getUrlDecoder().decode(proofs.issue(before));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] tampered = bytes.clone();
            tampered[bit / 8] ^= (byte) (1 << bit % 8);

            assertInvalid(proofs, Base64.getUrlEncoder().withoutPadding().encodeToString(tampered));
        }
    }

    private static ResumeProofs proofs(byte[] key, Instant now) {
        return new ResumeProofs(key, Clock.fixed(now, ZoneOffset.UTC), (id, generation, token) -> {
            if (generation != 3) {
                throw new RejectedException(ErrorCode.RESUME_INVALID, "void by now");
            }
            return new Access(id, ANN.name(), generation, null);
        });
    }

    private static void assertInvalid(ResumeProofs proofs, String proof) {
        assertThatThrownBy(() -> proofs.verify(proof))
                .as(proof)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        rejection -> assertThat(rejection.code()).isEqualTo(ErrorCode.RESUME_INVALID));
    }
}
