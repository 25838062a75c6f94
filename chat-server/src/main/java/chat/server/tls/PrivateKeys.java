// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Private keys in PEM: PKCS#8 (RFC 5958), encrypted or not. Stateless. */
final class PrivateKeys {

    private PrivateKeys() {}

    /** The key in the file, which must be of the kind of this public one. */
    static PrivateKey read(CertificateFiles files, CertificateFiles.Content content, PublicKey other)
            throws TlsException {
        String kind = other.getAlgorithm();
        if (!kind.equals("EC") && !kind.equals("RSA")) {
            throw new TlsException("tls.certificate: " + files.certificate() + " has a key of the kind " + kind
                    + " (expected: EC or RSA)");
        }
        byte[] pkcs8 = pkcs8(files, content);
        try {
            return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    "tls.key: " + files.key() + " is damaged, or not of the kind " + kind + ", as the certificate in "
                            + files.certificate() + " is",
                    e);
        }
    }

    private static byte[] pkcs8(CertificateFiles files, CertificateFiles.Content content) throws TlsException {
        List<Pem.Block> blocks = Pem.blocks(content.key());
        for (Pem.Block block : blocks) {
            switch (block.label()) {
                case Pem.PRIVATE_KEY -> {
                    return block.content();
                }
                case Pem.ENCRYPTED_PRIVATE_KEY -> {
                    return decrypted(files, block.content(), content.password());
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                    throw new TlsException("tls.key: " + files.key() + " is in an old form, " + block.label()
                            + " (expected: PKCS#8, which openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW makes of it)");
                default -> {
                    // Parameters, or the certificate in the same file.
                }
            }
        }
        throw new TlsException(
                "tls.key: " + files.key() + " has no key in PEM (expected: -----BEGIN PRIVATE KEY-----)");
    }

    private static byte[] decrypted(CertificateFiles files, byte[] content, String password) throws TlsException {
        if (files.password() == null) {
            throw new TlsException(
                    "tls.key: " + files.key() + " is encrypted (expected: its password in tls.key-password-file)");
        }
        String firstLine = password.lines().findFirst().orElse("");
        PBEKeySpec secret = new PBEKeySpec(firstLine.toCharArray());
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(content);
            // In PBES2 (RFC 8018) the algorithm's name stands in its parameters.
            String algorithm = info.getAlgParameters() == null
                    ? info.getAlgName()
                    : info.getAlgParameters().toString();
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(secret),
                    info.getAlgParameters());
            return info.getKeySpec(cipher).getEncoded();
        } catch (IOException | GeneralSecurityException e) {
            throw new TlsException(
                    "tls.key: " + files.key() + " cannot be decrypted with the password in " + files.password() + " ("
                            + e.getMessage() + ")",
                    e);
        } finally {
            secret.clearPassword();
        }
    }
}
