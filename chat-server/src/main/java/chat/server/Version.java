// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server;

import picocli.CommandLine.IVersionProvider;

/** Which build this is. Stateless. */
final class Version implements IVersionProvider {

    /** The version of the build, or {@code (development)}. */
    static String number() {
        // Only a jar's manifest knows the version: classes run from a directory have none.
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    /** The version behind the name of the program. */
    static String line() {
        return "chat-server " + number();
    }

    @Override
    public String[] getVersion() {
        return new String[] {line()};
    }
}
