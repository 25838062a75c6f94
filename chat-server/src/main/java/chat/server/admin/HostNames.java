// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.admin;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;

/**
 * Which names in the {@code Host} of a request are those of the admin port. A page whose own name was made to lead here (DNS
 * rebinding) says that name. Immutable.
 */
final class HostNames {

    private static final String LOCALHOST = "localhost";

    private final String own;

    /** @param own what the operator calls the port, as {@code admin.host} has it */
    HostNames(String own) {
        this.own = own.toLowerCase(Locale.ROOT);
    }

    /** Whether there is one name, and it is ours. */
    boolean isOurs(List<String> hosts) {
        return hosts.size() == 1 && isOurs(hosts.get(0));
    }

    /** Whether there is none that is another's. Only a program says none; a browser always does. */
    boolean mayBeOurs(List<String> hosts) {
        return hosts.stream().allMatch(this::isOurs);
    }

    /** An address cannot be made to lead elsewhere, as a name can. */
    private boolean isOurs(String header) {
        String name = header.toLowerCase(Locale.ROOT).replaceFirst(":\\d{1,5}$", "");
        if (name.startsWith("[") && name.endsWith("]")) {
            return NetUtil.isValidIpV6Address(name.substring(1, name.length() - 1));
        }
        return name.equals(LOCALHOST) || name.equals(own) || NetUtil.isValidIpV4Address(name);
    }
}
