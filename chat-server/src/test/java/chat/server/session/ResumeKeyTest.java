// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeKeyTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstStartMakesAKeyThatLaterStartsUse() throws IOException {
        byte[] key = ResumeKey.in(folder.resolve("deep/data"));

        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(ResumeKey.in(folder.resolve("deep/data"))).isEqualTo(key);
        assertThat(ResumeKey.in(folder.resolve("other"))).isNotEqualTo(key);
    }

    @Test
    void onlyTheOwnerMayReadTheKey() throws IOException {
        ResumeKey.in(folder);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("resume.key"))))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing else is left behind").containsExactly(folder.resolve("resume.key"));
        }
    }

    @Test
    void aFileThatIsNoKeyIsRefusedAndLeftAsItIs() throws IOException {
        Path file = folder.resolve("resume.key");
        for (int length : new int[] {0, 31, 33}) {
            Files.write(file, new byte[length]);

            assertThatIOException()
                    .isThrownBy(() -> ResumeKey.in(folder))
                    .withMessageContaining("has " + length + " bytes (expected: 32");
            assertThat(Files.size(file)).isEqualTo(length);
        }
    }

    @Test
    void aDeletedKeyIsMadeAnew() throws IOException {
        byte[] key = ResumeKey.in(folder);
        Files.delete(folder.resolve("resume.key"));

        assertThat(ResumeKey.in(folder)).isNotEqualTo(key);
    }
}
