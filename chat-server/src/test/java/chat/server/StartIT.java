// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a start quick, in numbers that do not depend on the machine; start.sh measures the time. */
class StartIT {

    /** How many classes are loaded until the server is ready. From Java 24 on Netty does without sun.misc.Unsafe. */
    private static final int CLASSES = Runtime.version().feature() < 24 ? 3_200 : 3_650;

    @TempDir
    Path folder;

    @Test
    void aStartLoadsNoMoreThanItNeeds() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        List<String> loaded = loadedUntilReady(java, "-jar", "target/chat-server.jar");

        assertThat(loaded).hasSizeLessThan(CLASSES * 6 / 5);
        // Each of these takes a tenth or a twentieth of the start.
        assertThat(loaded)
                .noneMatch(line -> line.contains(" ch.qos.logback.core.joran.GenericXMLConfigurator "))
                .noneMatch(line -> line.contains(" chat.server.metrics.ProcessMeters "))
                .noneMatch(line -> line.contains(" java.lang.ProcessBuilder "));
    }

    @Test
    void theArchiveHasMostOfWhatAStartLoads() throws Exception {
        List<String> loaded = loadedUntilReady("target/chat-server");

        assertThat(loaded.stream().filter(line -> line.contains(" source: file:")))
                .hasSizeLessThan(loaded.size() / 5);
    }

    private List<String> loadedUntilReady(String... program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of("run", "--until-ready", "--set", "net.port=0", "--set", "admin.port=0"));
        command.addAll(List.of("--set", "store.path=" + folder.resolve("data")));
        Path log = folder.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JDK_JAVA_OPTIONS", "-Xlog:class+load:stdout");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertThat(builder.start().waitFor()).isZero();
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).anyMatch(line -> line.contains(" Ready: "));
        return lines.stream()
                .takeWhile(line -> !line.contains(" Ready: "))
                .filter(line -> line.contains(" source: "))
                .toList();
    }
}
