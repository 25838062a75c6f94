// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The operator keeps addresses out, which a proxy tells, as all tests come from this machine. */
class AddressBansIT {

    @RegisterExtension
    private final RunningServer server = new RunningServer("net.proxies=127.0.0.0/8");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whoIsThereIsSentAwayAndWhoComesIsRefused() {
        FrameClient bad = from("203.0.113.7");
        bad.hello("bad");
        FrameClient silent = from("203.0.113.8");
        FrameClient good = from("203.0.114.7");
        good.hello("good");

        assertThat(command("ban", "add", "203.0.113.0/24", "--for", "7d", "--reason", "spam"))
                .isZero();

        assertThat(bad.skipTo("goodbye").get("code").asInt()).isEqualTo(4511);
        assertThat(bad.isClosedByServer()).isTrue();
        assertThat(refusal(silent)).isIn("", "*** nobody is let in from your address\r\n");
        assertThat(good.answersPing()).isTrue();
        FrameClient again = from("203.0.113.9");
        assertThat(refusal(again)).isEqualTo("*** nobody is let in from your address\r\n");
        assertThat(server.meter("chat_connections_refused_total{reason=\"banned\"}"))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void aBanHoldsAfterARestartAndUntilItIsRemoved() {
        server.start();
        assertThat(command("ban", "add", "2001:db8::/32")).isZero();
        server.restart();

        assertThat(refusal(from("2001:db8::7"))).startsWith("***");
        assertThat(command("ban", "list")).isZero();
        assertThat(out.toString()).startsWith("2001:db8:0:0:0:0:0:0/32\tfor ever\t20");
        assertThat(command("ban", "remove", "2001:db8::/32")).isZero();
        from("2001:db8::7").hello("ann");
    }

    @Test
    void theCommandsWorkWhileTheServerIsStopped() {
        server.start();
        assertThat(server.stop()).isTrue();
        assertThat(command("ban", "add", "203.0.113.7", "--reason", "spam")).isZero();
        assertThat(command("ban", "add", "127.0.0.1")).isEqualTo(1);
        assertThat(err.toString()).contains("loopback");
        assertThat(command("ban", "add", "203.0.113.7", "--for", "soon")).isEqualTo(2);
        assertThat(command("ban", "remove", "203.0.113.8")).isEqualTo(1);
        assertThat(command("ban", "list")).isZero();
        assertThat(out.toString()).startsWith("203.0.113.7/32\tfor ever\t").endsWith("\tspam\n");

        server.start();
        assertThat(refusal(from("203.0.113.7"))).startsWith("***");
    }

    @Test
    void theProxyItselfCannotBeBanned() {
        server.with("net.proxies=127.0.0.0/8, 192.0.2.1").start();

        assertThat(command("ban", "add", "192.0.2.0/24")).isEqualTo(1);
        assertThat(err.toString()).contains("net.proxies");
    }

    private FrameClient from(String address) {
        FrameClient client = server.framed();
        String family = address.contains(":") ? "TCP6 " + address + " ::1" : "TCP4 " + address + " 127.0.0.1";
        client.write(("PROXY " + family + " 40000 8080\r\n").getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** What somebody is told who is not let in, up to the end. */
    private static String refusal(FrameClient client) {
        try {
            return new String(client.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int command(String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        for (String setting : List.of(
                "store.path=" + server.config().store().path(),
                "net.proxies=127.0.0.0/8",
                "admin.port=" + server.adminPort())) {
            args.addAll(List.of("--set", setting));
        }
        return Main.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args.toArray(String[]::new));
    }
}
