// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a profile can say. The manual's table is made of this. */
public enum ProfileKey {
    SERVER("server", "HOST:PORT", "Where the server listens. Every profile has one."),
    ACCOUNT("account", "a name", "The account to sign in to."),
    NAME("name", "a name", "What you want to be called, where you do not sign in."),
    ROOM("room", "a room in quotes, such as '#ops'", "The room, instead of `#lobby`."),
    ROOMS(
            "rooms",
            "a list of rooms in quotes, such as ['#ops', '#dev']",
            "The rooms, in the order in which a console opens them. The first is the one that it shows, and that verbs use."),
    TLS("tls", "true or false", "Encrypt, and trust the certificates that this system trusts; as `--tls`."),
    CA("ca", "a file", "Encrypt, and trust these certificates; as `--ca`."),
    FINGERPRINT("fingerprint", "SHA256:...", "Encrypt, and trust the certificate with this one; as `--fingerprint`."),
    TRUST_ON_FIRST_USE("trust-on-first-use", "true or false", "Encrypt, as `--trust-on-first-use`."),
    PASSWORD_FILE("password-file", "a file", "The password of `account` is in its first line."),
    PASSWORD_VARIABLE("password-variable", "the name of a variable", "The environment has the password."),
    PASSWORD_COMMAND(
            "password-command",
            "a program with its arguments",
            "The first line that this program prints is the password."),
    TOKEN_FILE("token-file", "a file", "The token to sign in with, instead of an account, is in its first line."),
    TOKEN_VARIABLE("token-variable", "the name of a variable", "The environment has the token."),
    TOKEN_COMMAND("token-command", "a program with its arguments", "The first line that it prints is the token.");

    private final String text;
    private final String expected;
    private final String meaning;

    ProfileKey(String text, String expected, String meaning) {
        this.text = text;
        this.expected = expected;
        this.meaning = meaning;
    }

    /** As it stands in the file. */
    public String text() {
        return text;
    }

    /** What its value looks like. */
    public String expected() {
        return expected;
    }

    /** What it does. */
    public String meaning() {
        return meaning;
    }

    /** Whether its value may be a list. */
    boolean isList() {
        return this == PASSWORD_COMMAND || this == TOKEN_COMMAND || this == ROOMS;
    }

    /** The key that is written so, or null. */
    static @Nullable ProfileKey of(String text) {
        return Arrays.stream(values())
                .filter(key -> key.text.equals(text))
                .findFirst()
                .orElse(null);
    }

    /** All of them, for whoever has written another one. */
    static String all() {
        return Arrays.stream(values()).map(ProfileKey::text).collect(Collectors.joining(", "));
    }
}
