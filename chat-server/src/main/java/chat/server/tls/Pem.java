// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of labelled blocks in Base64 (RFC 7468). Stateless. */
final class Pem {

    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String ENCRYPTED_PRIVATE_KEY = "ENCRYPTED PRIVATE KEY";

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /** What stands between a BEGIN and an END. Immutable, as long as nobody writes into its content. */
    static final class Block {

        private final String label;
        private final byte[] content;

        Block(String label, byte[] content) {
            this.label = label;
            this.content = content;
        }

        String label() {
            return label;
        }

        byte[] content() {
            return content;
        }
    }

    /** The blocks of a file; what is around them does not matter, and broken ones are not there. */
    static List<Block> blocks(String file) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(file);
        while (matcher.find()) {
            try {
                blocks.add(new Block(
                        matcher.group(1),
                        Base64.getMimeDecoder().decode(matcher.group(2).strip())));
            } catch (IllegalArgumentException e) {
                // Half of a file, or none that anybody has written on purpose.
            }
        }
        return blocks;
    }

    /** A block as a text. */
    static String text(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(content) + "\n-----END " + label + "-----\n";
    }
}
