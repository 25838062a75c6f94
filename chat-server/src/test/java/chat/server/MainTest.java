// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.config.ConfigReference;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesTheProgram() {
        assertThat(execute("version")).isZero();
        assertThat(execute("--version")).isZero();

        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("chat-server "));
    }

    @Test
    void configDocPrintsTheReference() {
        assertThat(execute("config-doc")).isZero();

        assertThat(out).hasToString(ConfigReference.markdown());
    }

    @Test
    void checkConfigShowsWhatDiffersAndWhy(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("chat.yaml"), "net:\n  port: 9000\n");

        assertThat(execute("check-config", "--config", file.toString(), "--set", "admin.port=0"))
                .isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "configuration is valid", "net.port = 9000 (at " + file + ":2)", "admin.port = 0 (from --set)");
    }

    @Test
    void wrongConfigurationIsOneLineForEachProblemAndExitCodeTwo() {
        for (String command : new String[] {"run", "check-config"}) {
            err.getBuffer().setLength(0);

            assertThat(execute(command, "--set", "net.port=x", "--set", "nett.port=1"))
                    .isEqualTo(2);

            assertThat(err.toString().lines())
                    .containsExactly(
                            "net.port: x (expected: 0 to 65535) from --set",
                            "nett.port: unknown key (did you mean net.port?) from --set");
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void withoutACommandTheServerRuns() {
        assertThat(execute("--set", "net.port=x")).isEqualTo(2);

        assertThat(err.toString().lines()).containsExactly("net.port: x (expected: 0 to 65535) from --set");
    }

    @Test
    void aTakenAdminPortIsOneLineAndExitCodeOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(execute("run", "--set", "net.port=0", "--set", "admin.port=" + taken.getLocalPort()))
                    .isEqualTo(1);

            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith("admin.port: cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void whereThereIsNoDatabaseItIsOneLineAndExitCodeOne(@TempDir Path folder) {
        for (String[] command : new String[][] {
            {"backup", folder.resolve("backup.db").toString()},
            {"restore", folder.resolve("backup.db").toString()},
            {"export"}
        }) {
            assertFails(
                    "store.kind: memory (expected: sqlite; there is nothing to ", with(command, "store.kind=memory"));
        }
        String data = "store.path=" + folder;
        assertFails("store.path: there is no database ", with(new String[] {"export"}, data));
        assertFails("store.path: there is no database ", with(new String[] {"backup", folder + "/b"}, data));
        assertFails(folder + "/b is no file ", with(new String[] {"restore", folder + "/b"}, data));
    }

    @Test
    void aWrongRoomOrTimeIsAWrongCommandLine() {
        assertThat(execute("export", "--room", "ops")).isEqualTo(2);
        assertThat(err.toString()).contains("room name does not begin with #");
        assertThat(execute("export", "--since", "yesterday")).isEqualTo(2);
        assertThat(err.toString()).contains("yesterday (expected: 2026-11-01 or 2026-11-01T08:00:00Z)");
        assertThat(execute("backup")).isEqualTo(2);
    }

    @Test
    void aPortForOthersWithoutACertificateIsOneLineThatSaysBothWaysOutAndExitCodeTwo() {
        for (String command : new String[] {"run", "check-config"}) {
            err.getBuffer().setLength(0);

            assertThat(execute(command, "--set", "net.host=0.0.0.0")).isEqualTo(2);

            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith("tls.certificate: none, and others than this machine can reach net.host 0.0.0.0")
                    .contains("chat-server certificate")
                    .contains("tls.required: false");
        }
        assertThat(execute("check-config", "--set", "net.host=0.0.0.0", "--set", "tls.required=false"))
                .isZero();
        err.getBuffer().setLength(0);
        assertThat(execute("check-config", "--set", "tls.key=/k")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("tls.certificate: nothing (expected: a path, as tls.key is set) from --set");
    }

    @Test
    void aCertificateIsMadeForItsOwnerAndNotOverAnother(@TempDir Path folder) throws IOException {
        Path made = folder.resolve("tls");
        String[] command = {"certificate", "--host", "chat.example.org", "192.0.2.7", "::1", "--out", made.toString()};
        assertThat(execute(command)).isZero();

        assertThat(out.toString()).containsPattern("fingerprint: SHA256:([0-9A-F]{2}:){31}[0-9A-F]{2}");
        Path key = made.resolve(CertificateCommand.KEY_FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        String before = Files.readString(key);
        assertThat(execute(command)).isEqualTo(1);
        assertThat(err.toString()).contains("--force");
        assertThat(Files.readString(key)).isEqualTo(before);
        assertThat(execute(
                        Stream.concat(Stream.of(command), Stream.of("--force")).toArray(String[]::new)))
                .isZero();
        assertThat(Files.readString(key)).isNotEqualTo(before);
        assertThat(made)
                .isDirectoryNotContaining(file -> file.getFileName().toString().endsWith(".new"));
        assertThat(execute("certificate", "--host", "a b", "--out", made.toString()))
                .isEqualTo(2);
        assertThat(execute("certificate", "--host", "a", "--days", "0")).isEqualTo(2);
    }

    private static String[] with(String[] command, String setting) {
        return Stream.concat(Stream.of(command), Stream.of("--set", setting)).toArray(String[]::new);
    }

    private void assertFails(String line, String... args) {
        err.getBuffer().setLength(0);
        assertThat(execute(args)).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith(line);
    }

    private int execute(String... args) {
        return Main.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
