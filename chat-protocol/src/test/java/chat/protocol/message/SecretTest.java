// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final String TEXT = "correct horse battery";

    @Test
    void nothingThatHoldsASecretShowsIt() {
        Secret secret = new Secret(TEXT);
        AccountName ann = new AccountName("ann");

        assertThat(List.of(
                        secret,
                        new Credentials.OfAccount(ann, secret),
                        new Credentials.OfBot(secret),
                        new Command.Hello(1, "c", null, null, null, new Credentials.OfAccount(ann, secret)),
                        new Command.Register("1", ann, secret, secret),
                        new Command.ChangePassword("1", secret, secret),
                        new Command.DeleteAccount("1", secret)))
                .allSatisfy(each -> assertThat(each.toString()).contains("***").doesNotContain("horse"));
    }

    @Test
    void aClearedSecretIsGone() {
        Secret secret = new Secret(TEXT);

        secret.clear();

        assertThat(secret.reveal()).isEqualTo("\0".repeat(TEXT.length()));
        assertThat(secret).isNotEqualTo(new Secret(TEXT));
    }

    @Test
    void oneWayOfTypingAPasswordIsAsGoodAsAnother() {
        assertThat(normal("pa\u00a0ss\u3000word")).isEqualTo(normal("pa ss word"));
        assertThat(normal("caf\u00e9 noir")).isEqualTo(normal("cafe\u0301 noir"));
        assertThat(normal("Password")).isNotEqualTo(normal("password"));
        // Compatibility forms stay what they are: two of them may be different characters of one password.
        assertThat(normal("\ufb01")).isNotEqualTo(normal("fi"));
    }

    @Test
    void aNewPasswordIsNeitherShortNorLongNorUntypable() {
        assertThat(Password.chosen(new Secret("12345678")).reveal()).isEqualTo("12345678");
        assertThat(Password.chosen(new Secret("\ud83d\ude00".repeat(256)))).isNotNull();
        for (String wrong : List.of("", "1234567", "\ud83d\ude00".repeat(257), "1234567\n", "1234567\ue000")) {
            RejectedException refused =
                    catchThrowableOfType(RejectedException.class, () -> Password.chosen(new Secret(wrong)));
            assertThat(refused.code()).isEqualTo(ErrorCode.PASSWORD_RULE);
            assertThat(refused.reason())
                    .contains("expected: 8 to 256 characters")
                    .doesNotContain("1234567");
        }
    }

    private static Secret normal(String password) {
        return Password.normalised(new Secret(password));
    }
}
