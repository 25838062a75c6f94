// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

/** Where a setting comes from; a later kind goes before an earlier one. Immutable and thread-safe. */
public sealed interface Origin {

    /**
     * The configuration file.
     *
     * @param file the file as it was named by the operator
     * @param line the line of the key, from 1
     */
    record ConfigFile(String file, int line) implements Origin {
        @Override
        public String toString() {
            return "at " + file + ":" + line;
        }
    }

    /**
     * The environment.
     *
     * @param variable the name of the variable
     */
    record Environment(String variable) implements Origin {
        @Override
        public String toString() {
            return "from " + variable;
        }
    }

    /** The command line. */
    record CommandLine() implements Origin {
        @Override
        public String toString() {
            return "from --set";
        }
    }
}
