// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.server.store.sqlite.SqliteAuditReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anAccountIsMadeListedAndLocked() {
        assertThat(account("add", "Ann")).isZero();
        assertThat(out.toString().strip()).as("a password that was made").hasSize(20);

        assertThat(account("add", "aNN")).isEqualTo(1);
        assertThat(err.toString()).contains("belongs to an account");
        assertThat(account("lock", "ann")).isZero();
        assertThat(account("list")).isZero();
        assertThat(out.toString()).contains("1\tAnn\tlocked\t");
        assertThat(account("lock", "ben")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no account ben");
    }

    @Test
    void aPasswordFromStandardInputIsHeldToTheRuleAndNotShown() {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("short\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(account("add", "ann", "--password-stdin")).isEqualTo(1);
            assertThat(err.toString()).contains("expected: 8 to 256 characters");
            System.setIn(new ByteArrayInputStream("correct horse\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(account("add", "ann", "--password-stdin")).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aTokenIsShownOnceAndCanBeRevoked() {
        assertThat(account("add", "bot")).isZero();
        out.getBuffer().setLength(0);

        assertThat(account("add-token", "bot", "ci", "--room", "#CI", "--expires", "7"))
                .isZero();
        String token = out.toString().strip();
        assertThat(token).matches("chat_1_[A-Za-z0-9_-]{43}");
        out.getBuffer().setLength(0);
        assertThat(account("list-tokens")).isZero();
        assertThat(out.toString()).isEqualTo("1\tbot\tci\tgood\t#ci" + System.lineSeparator());
        assertThat(account("revoke-token", "1")).isZero();
        assertThat(account("list-tokens")).isZero();
        assertThat(out.toString()).contains("1\tbot\tci\tvoid\t#ci").doesNotContain(token);
        assertThat(account("revoke-token", "9")).isEqualTo(1);
    }

    @Test
    void whatTheOperatorDoesIsTakenDown() throws IOException {
        account("add", "ann");
        account("lock", "ann");
        account("add-token", "ann", "ci", "--room", "#ci");
        account("revoke-token", "1");
        account("lock", "nobody");

        List<String> lines = new ArrayList<>();
        new SqliteAuditReader(folder).newest(100, record -> lines.add(AuditLines.text(record)));
        assertThat(lines)
                .extracting(line -> line.replaceFirst("\t[^\t]*", ""))
                .containsExactly(
                        "1\toperator\t-\taccount-added\tann\t-\t-\t-",
                        "2\toperator\t-\taccount-locked\tann\t-\t-\t-",
                        "3\toperator\t-\ttoken-added\t1\t-\tof ann, for #ci\t-",
                        "4\toperator\t-\ttoken-revoked\t1\t-\tof ann\t-");
    }

    @Test
    void anInvitationIsShown() {
        assertThat(account("invite", "--uses", "3")).isZero();

        assertThat(out.toString().strip()).matches("invite_1_[A-Za-z0-9_-]{43}");
    }

    private int account(String... words) {
        String[] settings = {
            "--set", "store.path=" + folder, "--set", "accounts.hash-memory=8MiB", "--set", "accounts.hash-passes=1"
        };
        return Main.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.of(Stream.of("account"), Stream.of(words), Stream.of(settings))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }
}
