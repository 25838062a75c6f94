// SPDX-License-Identifier: Apache-2.0
// Copyright The Chat Authors
package chat.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings file, environment and command line together: {@code --set} goes before the environment, the environment before
 * the file, the file before the default. Confined to one call of {@link #load}.
 */
public final class ConfigLoader {

    private static final Map<String, Key<?>> BY_NAME =
            Keys.ALL.stream().collect(Collectors.toUnmodifiableMap(Key::name, Function.identity()));
    private static final Map<String, Key<?>> BY_VARIABLE =
            Keys.ALL.stream().collect(Collectors.toUnmodifiableMap(Key::environmentName, Function.identity()));

    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Map<Key<?>, Object> values = new HashMap<>();
    private final Map<Key<?>, Origin> origins = new HashMap<>();

    private ConfigLoader() {}

    /**
     * Loads the configuration.
     *
     * @param file the configuration file, or null for none
     * @param environment the environment of the process; only names that begin with {@code CHAT_} are looked at
     * @param settings what stood after {@code --set}, each {@code key=value}; a later one goes before an earlier one
     * @throws ConfigException if anything is wrong; it names all of it
     */
    public static LoadedConfig load(@Nullable Path file, Map<String, String> environment, List<String> settings)
            throws ConfigException {
        ConfigLoader loader = new ConfigLoader();
        if (file != null) {
            YamlSettings.read(file, loader.problems).forEach(loader::apply);
        }
        // Sorted, so that the same environment gives the same lines in the same order.
        new TreeMap<>(environment).forEach(loader::applyVariable);
        settings.forEach(loader::applyArgument);
        return loader.result();
    }

    private void applyVariable(String variable, String text) {
        Key<?> key = BY_VARIABLE.get(variable);
        if (key != null) {
            apply(key, text, new Origin.Environment(variable));
        } else if (variable.startsWith(Keys.ENVIRONMENT_PREFIX) && !variable.equals(Keys.ADMIN_TOKEN_VARIABLE)) {
            // Kubernetes makes such variables for a service called "chat": they must not keep the server down.
            warnings.add(variable + ": unknown variable, ignored" + NearestKey.environmentSuggestion(variable));
        }
    }

    private void applyArgument(String argument) {
        int equals = argument.indexOf('=');
        if (equals < 1) {
            problems.add("--set " + argument + " (expected: key=value)");
        } else {
            apply(new Setting(
                    argument.substring(0, equals).strip(), argument.substring(equals + 1), new Origin.CommandLine()));
        }
    }

    private void apply(Setting setting) {
        Key<?> key = BY_NAME.get(setting.name());
        if (key == null) {
            problems.add(
                    setting.name() + ": unknown key" + NearestKey.suggestion(setting.name()) + " " + setting.origin());
        } else {
            apply(key, setting.text(), setting.origin());
        }
    }

    private void apply(Key<?> key, String text, Origin origin) {
        try {
            values.put(key, key.type().parse(text));
            origins.put(key, origin);
        } catch (IllegalArgumentException e) {
            String shown = text.isBlank() ? "nothing" : key.shown(text.strip().replaceAll("\\p{Cntrl}", "?"));
            problems.add(key.name() + ": " + shown + " (expected: " + key.type().expected() + ") " + origin);
        }
    }

    private LoadedConfig result() throws ConfigException {
        ServerConfig config = ServerConfig.of(new Values(values));
        checkWatermarks(config.net());
        checkPair(config.tls());
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new LoadedConfig(config, warnings, changes());
    }

    private void checkWatermarks(NetConfig net) {
        if (net.lowWatermark().compareTo(net.highWatermark()) > 0) {
            Origin origin = origins.getOrDefault(Keys.NET_LOW_WATERMARK, origins.get(Keys.NET_HIGH_WATERMARK));
            problems.add("net.low-watermark: " + net.lowWatermark() + " (expected: at most net.high-watermark, "
                    + net.highWatermark() + ") " + origin);
        }
    }

    private void checkPair(TlsConfig tls) {
        if ((tls.certificate() == null) != (tls.key() == null)) {
            Key<?> given = tls.certificate() == null ? Keys.TLS_KEY : Keys.TLS_CERTIFICATE;
            Key<?> missing = tls.certificate() == null ? Keys.TLS_CERTIFICATE : Keys.TLS_KEY;
            problems.add(missing.name() + ": nothing (expected: a path, as " + given.name() + " is set) "
                    + origins.get(given));
        }
    }

    private List<LoadedConfig.Change> changes() {
        Map<Key<?>, LoadedConfig.Change> changes = new LinkedHashMap<>();
        for (Key<?> key : Keys.ALL) {
            Origin origin = origins.get(key);
            if (origin != null) {
                addChange(key, origin, changes);
            }
        }
        return List.copyOf(changes.values());
    }

    private <T> void addChange(Key<T> key, Origin origin, Map<Key<?>, LoadedConfig.Change> changes) {
        T value = new Values(values).get(key);
        if (!value.equals(key.fallback().get())) {
            changes.put(
                    key,
                    new LoadedConfig.Change(key.name(), key.shown(key.type().print(value)), origin));
        }
    }
}
