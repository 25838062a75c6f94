// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.tls;

import static org.assertj.core.api.Assertions.assertThat;

import chat.client.ServerAddress;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import org.junit.jupiter.api.Test;

/** "PKIX path building failed: sun.security.provider…" is no help to a person. */
class DistrustTest {

    private static final ServerAddress SERVER = new ServerAddress("chat.example.org", 8080);

    @Test
    void whoHasNotSignedIt() {
        CertificateException cause = new CertificateException(
                "PKIX path building failed: sun.security", new CertPathBuilderException("unable to find"));
        assertThat(words(cause, false))
                .startsWith("nobody whom this system trusts has signed it")
                .contains("--trust-on-first-use", "--fingerprint", "--ca")
                .doesNotContain("PKIX", "sun.");
        assertThat(words(cause, true)).isEqualTo("none of the given certificates has signed it");
    }

    @Test
    void whenItIsGood() {
        assertThat(words(
                        new CertificateException(
                                "PKIX",
                                new CertPathValidatorException("x", new CertificateExpiredException("NotAfter"))),
                        true))
                .isEqualTo("it has expired");
        assertThat(words(new CertificateNotYetValidException("NotBefore"), false))
                .startsWith("it is not valid yet");
    }

    @Test
    void forWhomItIs() {
        assertThat(words(
                        new CertificateException("No subject alternative DNS name matching chat.example.org found."),
                        true))
                .isEqualTo("it is not for chat.example.org");
        assertThat(words(new CertificateException("something else"), true)).isEqualTo("something else");
    }

    private static String words(CertificateException cause, boolean chosen) {
        return Distrust.inWords(cause, SERVER, chosen);
    }
}
