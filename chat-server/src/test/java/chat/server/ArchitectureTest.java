// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may import what, and what nothing is called. docs/ARCHITECTURE.md draws it. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("chat.server");

    /** Open to all: they import none of the server's other packages, and not each other but for the configuration and the limits. */
    private static final List<String> OPEN = List.of("config", "limit", "metrics", "lifecycle", "name");

    /** Package to what it may import of the server besides the open ones and what lies below itself. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("config", List.of()),
            Map.entry("limit", List.of()),
            Map.entry("metrics", List.of()),
            Map.entry("lifecycle", List.of()),
            Map.entry("name", List.of()),
            Map.entry("log", List.of()),
            Map.entry("presence", List.of()),
            Map.entry("room", List.of("log")),
            Map.entry("audit", List.of()),
            Map.entry("ban", List.of("audit")),
            Map.entry("account", List.of("audit")),
            Map.entry("store", List.of("log", "room", "account", "audit", "ban")),
            Map.entry("store.memory", List.of("store", "log", "room", "account", "audit", "ban")),
            Map.entry("store.sqlite", List.of("store", "log", "room", "account", "audit", "ban")),
            Map.entry("dialect", List.of()),
            Map.entry("dialect.framed", List.of("dialect")),
            Map.entry("dialect.text", List.of("dialect")),
            Map.entry("command", List.of("room", "log", "audit")),
            Map.entry("fanout", List.of("room", "log", "dialect")),
            Map.entry("session", List.of("command", "fanout", "dialect", "presence", "room", "log", "account")),
            Map.entry("net", List.of("dialect", "session")),
            Map.entry("net.detect", List.of("net", "dialect", "session", "tls")),
            Map.entry("tls", List.of()),
            Map.entry("net.proxy", List.of("net")),
            Map.entry("admin", List.of("net", "admin.api", "audit")),
            Map.entry("admin.api", List.of("account", "audit", "ban", "session", "presence", "room", "log")));

    @Test
    void eachPackageImportsOnlyWhatItMay() {
        MAY_IMPORT.forEach((name, others) -> {
            List<String> allowed = new ArrayList<>();
            allowed.add("chat.server." + name);
            others.forEach(other -> allowed.add("chat.server." + other));
            OPEN.forEach(open -> allowed.add("chat.server." + open));
            noClasses()
                    .that()
                    .resideInAPackage("chat.server." + name)
                    .should()
                    .dependOnClassesThat(DescribedPredicate.describe(
                            "are of the server outside " + allowed,
                            other -> other.getPackageName().startsWith("chat.server")
                                    && !allowed.contains(other.getPackageName())))
                    .check(MAIN);
        });
    }

    @Test
    void noPackageIsForgottenHere() {
        List<String> packages = MAIN.stream()
                .map(type -> type.getPackageName())
                .filter(name -> !name.equals("chat.server"))
                .map(name -> name.substring("chat.server.".length()))
                .distinct()
                .toList();
        assertThat(MAY_IMPORT.keySet()).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void theDomainKnowsNothingOfNetty() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "chat.server.command..",
                        "chat.server.room..",
                        "chat.server.log..",
                        "chat.server.store..",
                        "chat.server.account..",
                        "chat.server.audit..",
                        "chat.server.ban..",
                        "chat.server.presence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..")
                .check(MAIN);
    }

    @Test
    void theDatabaseIsTheStoresBusiness() {
        noClasses()
                .that()
                .resideOutsideOfPackage("chat.server.store.sqlite..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .check(MAIN);
    }

    @Test
    void nothingStaticChanges() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveName("$VALUES")
                .should()
                .beFinal()
                .check(MAIN);
    }

    @Test
    void nobodyLocksOutsideTheStore() {
        noClasses()
                .that()
                .resideOutsideOfPackage("chat.server.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent.locks..")
                .check(MAIN);
        assertThat(MAIN.stream()
                        .filter(type -> !type.getPackageName().startsWith("chat.server.store"))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED)))
                .isEmpty();
    }

    @Test
    void namesSayWhatThingsAre() {
        for (String ending : List.of("Impl", "Util", "Utils", "Helper", "Manager", "Base")) {
            classes().should().haveSimpleNameNotEndingWith(ending).check(MAIN);
        }
        assertThat(packages().map(JavaPackage::getName))
                .noneMatch(name -> Stream.of("util", "common", "helper", "impl", "misc")
                        .anyMatch(word -> Arrays.asList(name.split("\\.")).contains(word)));
    }

    @Test
    void everyPackageSaysWhatItIs() {
        assertThat(packages()).allMatch(each -> each.isAnnotatedWith(NullMarked.class), "has a package-info");
    }

    private static Stream<JavaPackage> packages() {
        return MAIN.stream().map(type -> type.getPackage()).distinct();
    }
}
