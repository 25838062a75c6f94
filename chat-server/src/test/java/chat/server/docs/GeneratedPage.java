// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation that is made from code; {@code -Dupdate.docs=true} writes it anew. */
public final class GeneratedPage {

    private static final Path DOCS = Path.of(System.getProperty("basedir", "."), "..", "docs");

    private GeneratedPage() {}

    /** Fails if the page does not have exactly this text. */
    public static void assertUpToDate(String name, String text) {
        Path page = DOCS.resolve(name);
        try {
            if (Boolean.getBoolean("update.docs")) {
                Files.createDirectories(DOCS);
                Files.writeString(page, text);
            }
            assertThat(Files.readString(page))
                    .as("docs/%s, which -Dupdate.docs=true writes anew", name)
                    .isEqualTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
