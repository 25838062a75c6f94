// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may use what: the library knows nothing of terminals, and only the command line ends the process. */
class ArchitectureTest {

    private static final JavaClasses CLIENT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("chat.client");

    @Test
    void theLibraryKnowsNothingOfTerminals() {
        noClasses()
                .that()
                .resideInAnyPackage("chat.client", "chat.client.internal")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "chat.client.console..", "chat.client.cli..", "org.jline..", "picocli..", "ch.qos..")
                .check(CLIENT);
    }

    @Test
    void theLibraryKeepsNothingOnDisk() {
        noClasses()
                .that()
                .resideInAnyPackage("chat.client", "chat.client.internal")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chat.client.state")
                .check(CLIENT);
    }

    @Test
    void whatIsKeptKnowsNothingOfTerminals() {
        noClasses()
                .that()
                .resideInAPackage("chat.client.state")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "chat.client.internal",
                        "chat.client.console..",
                        "chat.client.cli..",
                        "org.jline..",
                        "picocli..")
                .check(CLIENT);
    }

    @Test
    void onlyTheLibraryUsesItsInside() {
        classes()
                .that()
                .resideInAPackage("chat.client.internal")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("chat.client", "chat.client.internal")
                .check(CLIENT);
    }

    @Test
    void theConsoleKnowsNothingOfCommandLines() {
        noClasses()
                .that()
                .resideInAPackage("chat.client.console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("chat.client.cli..", "picocli..", "ch.qos..")
                .check(CLIENT);
    }

    /** So that all of it can be painted and tested without a server, a client or a terminal. */
    @Test
    void theWindowKnowsNothingOfClientsAndCommands() {
        noClasses()
                .that()
                .resideInAPackage("chat.client.console.window")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "chat.client", "chat.client.internal", "chat.client.state", "chat.client.console", "io.netty..")
                .check(CLIENT);
    }

    /** The library drops what it has seen: a checker that used it would see what the library lets through. */
    @Test
    void theCheckerSpeaksForItself() {
        noClasses()
                .that()
                .resideInAPackage("chat.client.load..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "chat.client.internal..", "chat.client.console..", "chat.client.cli..", "picocli..", "ch.qos..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("chat.client.ChatClient")
                .check(CLIENT);
    }

    @Test
    void theCheckerAndTheMeterKnowNothingOfOneAnother() {
        noClasses()
                .that()
                .resideInAPackage("chat.client.load")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chat.client.load.speed")
                .check(CLIENT);
        noClasses()
                .that()
                .resideInAPackage("chat.client.load.speed")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("chat.client.load")
                .check(CLIENT);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("chat.client.cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLIENT);
    }
}
