// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.util.List;

/** The configuration cannot be used. It says everything that is wrong at once. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong: one line each, for the operator; at least one. No secret stands in them. */
    public List<String> problems() {
        return problems;
    }
}
