// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Moderators keep addresses out of their room that they never learn, and that a proxy tells here. */
class RoomBansIT {

    private static final String HELLO = "'type':'hello','protocol':1,'client':'it'";
    private static final String PASSWORD = "correct horse";
    private static final String BAN = "'type':'moderate','room':'#plans','measure':'ban','name':'mallory'";

    @RegisterExtension
    final RunningServer server = new RunningServer(
            "net.proxies=127.0.0.0/8",
            "accounts.hash-memory=8MiB",
            "accounts.hash-passes=1",
            "limits.all=off",
            "accounts.guests=allow");

    @Test
    void everybodyWhoIsThereFromTheAddressIsOutAndNobodyComesFromThere() {
        FrameClient olga = account("olga", "198.51.100.1");
        olga.join("#plans");
        FrameClient mallory = account("mallory", "203.0.113.7");
        mallory.join("#plans");
        FrameClient helper = guest("helper", "203.0.113.7");
        helper.join("#plans");
        FrameClient bystander = guest("bystander", "203.0.113.8");
        bystander.join("#plans");

        olga.send("{" + BAN + ",'ref':'b','address':true,'seconds':3600,'reason':'advertising'}");

        assertThat(olga.skipTo("ok").has("message")).isFalse();
        assertThat(removed(mallory).get("code").asText()).isEqualTo("banned");
        JsonNode told = removed(helper);
        assertThat(told.get("code").asText()).isEqualTo("banned");
        assertThat(told.get("message").asText()).startsWith("you are banned from #plans until ");
        helper.send("{'type':'send','ref':'s','room':'#plans','text':'still here?'}");
        assertThat(helper.skipTo("error").get("code").asText()).isEqualTo("not-joined");
        assertThat(joinCode(guest("mallory2", "203.0.113.7"))).isEqualTo("banned");
        assertThat(joinCode(guest("friend", "203.0.113.9"))).isEqualTo("joined");
        assertThat(bystander.skipTo("moderated").toString())
                .contains("advertising")
                .doesNotContain("203.0.113");
    }

    @Test
    void itHoldsAfterARestartAndUntilItIsTakenBack() {
        FrameClient olga = account("olga", "2001:db8:0:1::1");
        olga.join("#plans");
        FrameClient mallory = guest("mallory", "2001:db8:0:2::1");
        mallory.join("#plans");
        olga.send("{" + BAN + ",'ref':'b','address':true}");
        assertThat(removed(mallory).get("code").asText()).isEqualTo("banned");

        server.restart();

        FrameClient again = guest("mallory2", "2001:db8:0:2:ffff::9");
        assertThat(joinCode(again)).isEqualTo("banned");
        assertThat(joinCode(guest("friend", "2001:db8:0:3::1"))).isEqualTo("joined");
        FrameClient later = hello(from("2001:db8:0:1::1"), "olga");
        later.join("#plans");
        later.send("{'type':'moderate','ref':'u','room':'#plans','measure':'unban','name':'mallory'}");
        later.skipTo("ok");
        assertThat(joinCode(again)).isEqualTo("joined");
    }

    @Test
    void thisMachineIsNobodysAddress() {
        server.with("net.proxies=off").start();
        FrameClient olga = register(server.framed(), "olga");
        olga.join("#plans");
        FrameClient mallory = server.framed("mallory");
        mallory.join("#plans");

        olga.send("{" + BAN + ",'ref':'b','address':true}");

        assertThat(olga.skipTo("ok").get("message").asText()).startsWith("mallory is banned by name only: ");
        assertThat(removed(mallory).get("code").asText()).isEqualTo("banned");
        assertThat(joinCode(server.framed("friend"))).isEqualTo("joined");
    }

    private static JsonNode removed(FrameClient client) {
        return client.skipTo("removed");
    }

    private static String joinCode(FrameClient client) {
        client.send("{'type':'join','ref':'j','room':'#plans'}");
        JsonNode answer = client.next();
        return answer.has("code")
                ? answer.get("code").asText()
                : answer.get("type").asText();
    }

    private FrameClient guest(String name, String address) {
        FrameClient client = from(address);
        client.hello(name);
        return client;
    }

    private FrameClient account(String name, String address) {
        return register(from(address), name);
    }

    private static FrameClient register(FrameClient client, String name) {
        client.send("{'type':'register','ref':'r','account':'" + name + "','password':'" + PASSWORD + "'}");
        client.next("ok");
        return hello(client, name);
    }

    private static FrameClient hello(FrameClient client, String name) {
        client.send("{" + HELLO + ",'account':'" + name + "','password':'" + PASSWORD + "'}");
        client.next("welcome");
        return client;
    }

    private FrameClient from(String address) {
        FrameClient client = server.framed();
        String family = address.contains(":") ? "TCP6 " + address + " ::1" : "TCP4 " + address + " 127.0.0.1";
        client.write(("PROXY " + family + " 40000 8080\r\n").getBytes(StandardCharsets.US_ASCII));
        return client;
    }
}
