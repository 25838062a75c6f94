// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client.config;

import java.util.List;

/** What a person has written down makes no sense. The message is for them, and says where and what would be right. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    ConfigException(List<String> problems) {
        super(String.join("\n", problems), null, false, false);
    }

    ConfigException(String problem) {
        this(List.of(problem));
    }
}
