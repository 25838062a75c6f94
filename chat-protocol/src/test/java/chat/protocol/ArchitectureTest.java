// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Who may import what, and what nothing is called. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("chat.protocol");

    @Test
    void theVocabularyNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("chat.protocol.message")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "chat.protocol.message")
                .check(MAIN);
    }

    @Test
    void framesAndLinesNeedBuffersButNoJson() {
        classes()
                .that()
                .resideInAPackage("chat.protocol.frame")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify..", "io.netty.buffer", "chat.protocol.message", "chat.protocol.frame")
                .check(MAIN);
        classes()
                .that()
                .resideInAPackage("chat.protocol.line")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.jspecify..", "io.netty.buffer", "io.netty.util", "chat.protocol.line")
                .check(MAIN);
    }

    @Test
    void nothingHereKnowsOfSocketsOrOfDataBinding() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty.channel..", "io.netty.handler..", "com.fasterxml.jackson.databind..", "java.net..")
                .check(MAIN);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Base)(\\$.*)?")
                .check(MAIN);
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..misc..")
                .check(MAIN);
    }

    @Test
    void whatIsStaticDoesNotChange() {
        fields().that().areStatic().should().beFinal().check(MAIN);
    }

    @Test
    void everyPackageSaysWhatItIsForAndThatNothingIsNull() {
        Set<JavaPackage> packages = MAIN.stream()
                .map(type -> type.getPackage())
                .filter(found -> !found.getClasses().isEmpty())
                .collect(Collectors.toSet());
        assertThat(packages)
                .hasSize(5)
                .allSatisfy(found -> assertThat(found.tryGetPackageInfo())
                        .as("package-info of %s", found.getName())
                        .hasValueSatisfying(info -> assertThat(info.isAnnotatedWith(NullMarked.class))
                                .isTrue()));
    }
}
