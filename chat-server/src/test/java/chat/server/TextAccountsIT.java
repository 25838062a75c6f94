// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accounts for people who type. */
class TextAccountsIT {

    private static final String REQUIRED = "* error sign-in-required: this needs an account: /login NAME PASSWORD,"
            + " or /register NAME PASSWORD before";

    @RegisterExtension
    private final RunningServer server = new RunningServer(
            "accounts.hash-memory=8MiB",
            "accounts.hash-passes=1",
            "limits.all=off",
            "accounts.registration=open",
            "accounts.guests=allow");

    @AfterEach
    void nothingSecretIsInTheLog() {
        assertThat(server.log().lines("horse")).isEmpty();
    }

    @Test
    void aGuestSignsInOnTheSameConnectionInTheSameRoom() {
        LineClient client = server.text();
        String guest = client.arrive();
        client.type("/join den");
        assertThat(client.next()).isEqualTo("* you are in #den");

        client.type("/register Ann correct-horse");
        assertThat(client.next()).isEqualTo("* the account Ann has been made, /login signs in");
        client.write("one\n/login ann correct-horse\ntwo\n");

        assertThat(client.next()).isEqualTo("<" + guest + "> one");
        assertThat(client.next()).startsWith("* welcome to ").contains("you are Ann ");
        assertThat(client.next(3)).containsExactly("* you are in #den", "<" + guest + "> one", "<Ann> two");
    }

    @Test
    void nothingStaysOfTheGuestWhoSignedIn() {
        register();
        LineClient watching = server.text();
        watching.arrive();
        LineClient client = server.text();
        String guest = client.arrive();
        watching.skipTo("* " + guest + " is here");

        login(client);

        assertThat(watching.skipTo("* " + guest)).isEqualTo("* " + guest + " has gone");
        assertThat(watching.skipTo("* ann")).isEqualTo("* ann is here");
        watching.type("/nick " + guest);
        assertThat(watching.next()).as("the name is free").isEqualTo("* you are now " + guest);
        client.type("/who");
        assertThat(client.next()).isEqualTo("* in #lobby (2): ann, " + guest);
        watching.type("hello");
        assertThat(client.next(1)).as("told once").containsExactly("<" + guest + "> hello");
        client.type("/ping");
        assertThat(client.next()).isEqualTo("* pong");
        client.type("/nick ben");
        assertThat(client.next()).startsWith("* error forbidden");
    }

    @Test
    void theNameOfAGuestWhoSignedInIsAnybodys() {
        register();
        LineClient client = server.text();
        String guest = client.arrive();
        login(client);

        server.framed(guest).join("#lobby");

        client.type("still here");
        assertThat(client.next()).isEqualTo("<ann> still here");
    }

    /** What a script does: everything at once, and the end of the input behind it. */
    @Test
    void aScriptSignsInAndSpeaks() {
        register();
        LineClient client = server.text()
                .type("one")
                .type("/login ann correct-horse")
                .type("two")
                .finish();
        assertThat(client.rest()).last().isEqualTo("<ann> two");
    }

    @Test
    void aScriptSignsInAndSpeaksWhereGuestsAreDenied() {
        server.with("accounts.guests=deny");
        register();
        LineClient client =
                server.text().type("/login ann correct-horse").type("two").finish();
        assertThat(client.rest()).last().isEqualTo("<ann> two");
    }

    @Test
    void whoIsNotLetInStaysAGuest() {
        register();
        LineClient client = server.text();
        String guest = client.arrive();

        client.type("/login ann wrong-horse");
        assertThat(client.next()).startsWith("* error sign-in-failed: ").doesNotContain("horse");
        client.type("hello");
        assertThat(client.next()).isEqualTo("<" + guest + "> hello");
        client.type("/password wrong-horse another-horse");
        assertThat(client.next()).isEqualTo(REQUIRED);
    }

    @Test
    void thePasswordIsChangedAndNobodyElseStaysSignedIn() {
        register();
        LineClient client = server.text();
        client.arrive();
        login(client);
        LineClient other = server.text();
        other.arrive();
        login(other);

        other.type("/password correct-horse another-horse");

        assertThat(other.next()).isEqualTo("* the password has been changed");
        assertThat(client.skipTo("* goodbye")).contains("you are signed out");
        other.type("/login ann another-horse");
        assertThat(other.next()).startsWith("* error hello-twice: you are signed in");
        other.type("hello");
        assertThat(other.next()).isEqualTo("<ann> hello");
    }

    @Test
    void whatIsTypedWrongIsNotRepeated() {
        LineClient client = server.text();
        client.arrive();

        for (String line : List.of(
                "/login ann",
                "/register ann a-horse an-invite and-more",
                "/register ann",
                "/password a-horse",
                "/logn ann a-horse")) {
            client.type(line);
            assertThat(client.next()).startsWith("* error ").doesNotContain("horse");
        }
        client.type("/register ann short");
        assertThat(client.next()).startsWith("* error password-rule: ");
    }

    @Test
    void whereGuestsAreDeniedOneIsToldHowToSignIn() {
        server.with("accounts.guests=deny");
        LineClient client = server.text();

        client.type("");
        assertThat(client.next()).isEqualTo(REQUIRED);
        client.type("hello").type("/join den").type("/who").type("/help");
        assertThat(client.next(4)).containsOnly(REQUIRED);
        client.type("/register ann correct-horse");
        assertThat(client.next()).isEqualTo("* the account ann has been made, /login signs in");
        client.type("/login ann wrong-horse");
        assertThat(client.next()).startsWith("* error sign-in-failed: ");
        login(client);
        client.type("hello");
        assertThat(client.next()).isEqualTo("<ann> hello");
        client.type("/quit");
        assertThat(client.rest()).hasSize(1);
    }

    @Test
    void whereGuestsAreDeniedNobodyStaysWithoutSigningIn() {
        server.with("accounts.guests=deny", "limits.hello-timeout=100ms");
        LineClient client = server.text().type("");

        assertThat(client.rest()).containsExactly(REQUIRED, "* goodbye: nobody signed in within 1 s; come back later");
    }

    @Test
    void theHelpSaysThatAPasswordTravelsInTheClear() {
        LineClient client = server.text();
        client.arrive();

        client.type("/help");

        assertThat(client.next(14))
                .anyMatch(line -> line.contains("/login NAME PASSWORD"))
                .anyMatch(line -> line.contains("/register NAME PASSWORD"))
                .anyMatch(line -> line.contains("/password OLD NEW"))
                .anyMatch(line -> line.contains("in the clear"));
    }

    private void register() {
        FrameClient client = server.framed();
        client.send("{'type':'register','ref':'r','account':'ann','password':'correct-horse'}");
        assertThat(client.next("ok").get("ref").asText()).isEqualTo("r");
    }

    private static void login(LineClient client) {
        client.type("/login ann correct-horse");
        assertThat(client.next()).startsWith("* welcome to ").contains("you are ann ");
        assertThat(client.next()).isEqualTo("* you are in #lobby");
    }
}
