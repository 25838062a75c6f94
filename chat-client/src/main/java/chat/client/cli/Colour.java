// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.cli;

import chat.client.console.window.NameColours;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** When names have colours. */
enum Colour {
    AUTO,
    ALWAYS,
    NEVER;

    /**
     * Whether they have them now.
     *
     * @param environment of the process
     */
    boolean wanted(Map<String, String> environment) {
        return this == ALWAYS || (this == AUTO && NameColours.wanted(environment));
    }

    /** What can be written on a command line. */
    static final class Words extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Words() {
            super(List.of("auto", "always", "never"));
        }
    }

    static final class Converter implements ITypeConverter<Colour> {
        @Override
        public Colour convert(String value) {
            return switch (value) {
                case "auto" -> AUTO;
                case "always" -> ALWAYS;
                case "never" -> NEVER;
                default -> throw new TypeConversionException(value + " (expected: auto, always or never)");
            };
        }
    }
}
