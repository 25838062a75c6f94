// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every fuzz target with everything that fuzzing has kept for it; how to look for more is in docs/FUZZING.md. */
class FuzzCorpusTest {

    private static final Path CORPORA = Path.of("src", "test", "fuzz");

    private static final Map<String, Consumer<byte[]>> TARGETS = new TreeMap<>(Map.of(
            "CommandTarget", CommandTarget::fuzzerTestOneInput,
            "DetectorTarget", DetectorTarget::fuzzerTestOneInput,
            "EventTarget", EventTarget::fuzzerTestOneInput,
            "FrameTarget", FrameTarget::fuzzerTestOneInput,
            "NameTarget", NameTarget::fuzzerTestOneInput,
            "ProxyTarget", ProxyTarget::fuzzerTestOneInput,
            "TextTarget", TextTarget::fuzzerTestOneInput,
            "VisibleTarget", VisibleTarget::fuzzerTestOneInput));

    @TestFactory
    Stream<DynamicTest> nothingThatWasKeptIsAFinding() {
        return TARGETS.entrySet().stream()
                .map(target -> dynamicTest(target.getKey(), () -> {
                    Path folder = CORPORA.resolve(target.getKey());
                    runAll(target.getValue(), folder);
                    try (FileSystem zip = FileSystems.newFileSystem(Path.of(folder + ".zip"))) {
                        runAll(target.getValue(), zip.getPath("/"));
                    }
                }));
    }

    @Test
    void everyTargetIsHere() throws IOException {
        try (Stream<Path> sources = Files.list(Path.of("src/test/java/chat/server/fuzz"))) {
            assertThat(sources.map(source -> source.getFileName().toString())
                            .filter(name -> name.endsWith("Target.java"))
                            .map(name -> name.substring(0, name.length() - ".java".length())))
                    .containsExactlyInAnyOrderElementsOf(TARGETS.keySet());
        }
    }

    private static void runAll(Consumer<byte[]> target, Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> inputs = Files.list(folder)) {
            all = inputs.sorted().toList();
        }
        assertThat(all).isNotEmpty();
        for (Path input : all) {
            run(target, input);
        }
    }

    private static void run(Consumer<byte[]> target, Path input) throws IOException {
        try {
            target.accept(Files.readAllBytes(input));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("a finding: " + input, e);
        }
    }
}
