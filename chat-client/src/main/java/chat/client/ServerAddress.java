// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.client;

/**
 * Where a server listens.
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {

    /** The port of a server that was not told another one. */
    public static final int DEFAULT_PORT = 8080;

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException if the host is empty or the port out of range */
    public ServerAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("server: no host (expected: HOST, HOST:PORT or [IPV6]:PORT)");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("server port: " + port + " (expected: 1 to " + MAX_PORT + ")");
        }
    }

    /**
     * Reads an address as a person writes it.
     *
     * @param text {@code host}, {@code host:port}, {@code [ipv6]}, {@code [ipv6]:port} or a bare IPv6 address
     * @throws IllegalArgumentException with a message for a person
     */
    public static ServerAddress parse(String text) {
        String trimmed = text.strip();
        if (trimmed.startsWith("[")) {
            int end = trimmed.indexOf(']');
            String rest = end < 0 ? "?" : trimmed.substring(end + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw new IllegalArgumentException("server: '" + text + "' (expected: [IPV6]:PORT)");
            }
            return new ServerAddress(trimmed.substring(1, end), port(rest.isEmpty() ? rest : rest.substring(1), text));
        }
        int colon = trimmed.indexOf(':');
        if (colon < 0 || colon != trimmed.lastIndexOf(':')) {
            return new ServerAddress(trimmed, DEFAULT_PORT);
        }
        return new ServerAddress(trimmed.substring(0, colon), port(trimmed.substring(colon + 1), text));
    }

    private static int port(String digits, String text) {
        if (digits.isEmpty()) {
            return DEFAULT_PORT;
        }
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("server: '" + text + "' (expected: HOST:PORT with a number as port)", e);
        }
    }

    @Override
    public String toString() {
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}
