// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineOutputTest {

    private final List<Ending> endings = new ArrayList<>();

    @Test
    void linesAreInUtf8() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LineOutput out = new LineOutput(bytes, endings::add);
        out.lines(List.of("one", "три"));
        out.lines(List.of(""));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one\nтри\n\n");
        assertThat(endings).isEmpty();
    }

    @Test
    void aReaderThatHasGoneIsToldOnce() {
        LineOutput out = new LineOutput(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("whatever the system calls it");
                    }
                },
                endings::add);
        out.lines(List.of("one"));
        out.lines(List.of("two"));
        assertThat(endings).containsExactly(Ending.BROKEN_PIPE);
    }

    @Test
    void aFullDiskIsNoBrokenPipe() throws IOException {
        Path full = Path.of("/dev/full");
        try (OutputStream file = new FileOutputStream(full.toFile())) {
            new LineOutput(file, endings::add).lines(List.of("one"));
        }
        assertThat(endings).hasSize(1);
        assertThat(endings.get(0).code()).isEqualTo(ExitCode.UNWRITTEN);
        assertThat(endings.get(0).reason()).startsWith("the output cannot be written: ");
    }
}
