package org.deploynet.control.place;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a super-peer's folders are on this system: by option, else by environment variable, else by the system's custom
 * (XDG on Linux, Application Support on macOS, AppData on Windows). Immutable.
 */
public final class PlaceRules {
    /** The path of a Unix domain socket must fit everywhere; the smallest system limit is 104 bytes. */
    public static final int MAX_SOCKET_PATH_BYTES = 99;

    private static final String NAME = "deploynet";

    private final Map<String, String> environment;
    private final Map<String, String> properties;

    /** @param properties the system properties {@code os.name}, {@code user.home}, {@code user.name} */
    public PlaceRules(Map<String, String> environment, Map<String, String> properties) {
        this.environment = Map.copyOf(environment);
        this.properties = Map.copyOf(properties);
    }

    public static PlaceRules ofThisSystem() {
        return new PlaceRules(
                System.getenv(),
                Map.of(
                        "os.name", System.getProperty("os.name", ""),
                        "user.home", System.getProperty("user.home", "."),
                        "user.name", System.getProperty("user.name", "user")));
    }

    /** What was given on the command line; each wins over everything else. */
    public record Chosen(
            Optional<Path> data,
            Optional<Path> config,
            Optional<Path> state,
            Optional<Path> cache,
            Optional<Path> runtime) {
        public static final Chosen NOTHING =
                new Chosen(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public static Chosen data(Path folder) {
            return new Chosen(
                    Optional.of(folder), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    public Places places(Chosen chosen) {
        Optional<Path> data = chosen.data().or(() -> variable("DEPLOYNET_DATA"));
        Path config = place(chosen.config(), "DEPLOYNET_CONFIG", data, "config", this::systemConfig);
        Path state = place(chosen.state(), "DEPLOYNET_STATE", data, "state", this::systemState);
        Path cache = place(chosen.cache(), "DEPLOYNET_CACHE", data, "cache", this::systemCache);
        Optional<Path> runtime = chosen.runtime().or(() -> variable("DEPLOYNET_RUNTIME"));
        var places = new Places(config, state, cache, runtime.orElseGet(() -> runtime(data)));
        if (runtime.isPresent() && !fits(places)) {
            throw new IllegalArgumentException("the path of the control socket, " + places.socket()
                    + ", is longer than " + MAX_SOCKET_PATH_BYTES + " bytes");
        }
        return places;
    }

    private Path place(
            Optional<Path> chosen,
            String variable,
            Optional<Path> data,
            String inData,
            java.util.function.Supplier<Path> system) {
        return chosen.or(() -> variable(variable))
                .or(() -> data.map(folder -> folder.resolve(inData)))
                .orElseGet(system);
    }

    // A data folder may lie so deep that a socket in it has no valid address; then the usual place serves.
    private Path runtime(Optional<Path> data) {
        return data.map(folder -> folder.resolve("run"))
                .filter(folder -> fits(new Places(folder, folder, folder, folder)))
                .orElseGet(this::systemRuntime);
    }

    private static boolean fits(Places places) {
        return places.socket().toString().getBytes(StandardCharsets.UTF_8).length <= MAX_SOCKET_PATH_BYTES;
    }

    private Path systemConfig() {
        return switch (system()) {
            case LINUX -> xdg("XDG_CONFIG_HOME", ".config").resolve(NAME);
            case MACOS -> home().resolve("Library/Application Support/DeployNet/Config");
            case WINDOWS -> windows("APPDATA", "AppData/Roaming").resolve("DeployNet");
        };
    }

    private Path systemState() {
        return switch (system()) {
            case LINUX -> xdg("XDG_STATE_HOME", ".local/state").resolve(NAME);
            case MACOS -> home().resolve("Library/Application Support/DeployNet/State");
            case WINDOWS ->
                windows("LOCALAPPDATA", "AppData/Local").resolve("DeployNet").resolve("State");
        };
    }

    private Path systemCache() {
        return switch (system()) {
            case LINUX -> xdg("XDG_CACHE_HOME", ".cache").resolve(NAME);
            case MACOS -> home().resolve("Library/Caches/DeployNet");
            case WINDOWS ->
                windows("LOCALAPPDATA", "AppData/Local").resolve("DeployNet").resolve("Cache");
        };
    }

    private Path systemRuntime() {
        if (system() == OperatingSystem.WINDOWS) {
            return windows("LOCALAPPDATA", "AppData/Local").resolve("DeployNet").resolve("Run");
        }
        return variable("XDG_RUNTIME_DIR")
                .filter(Path::isAbsolute)
                .map(folder -> folder.resolve(NAME))
                .orElseGet(this::temporary);
    }

    // Not java.io.tmpdir: engine and face must find the same folder, and the engine has its own for native libraries.
    private Path temporary() {
        Path folder = variable("TMPDIR").filter(Path::isAbsolute).orElse(Path.of("/tmp"));
        return folder.resolve(NAME + "-" + properties.getOrDefault("user.name", "user"));
    }

    // The XDG specification says that a relative path is to be ignored.
    private Path xdg(String variable, String inHome) {
        return variable(variable).filter(Path::isAbsolute).orElseGet(() -> home().resolve(inHome));
    }

    private Path windows(String variable, String inHome) {
        return variable(variable).orElseGet(() -> home().resolve(inHome));
    }

    private Path home() {
        return Path.of(properties.getOrDefault("user.home", "."));
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }

    private enum OperatingSystem {
        LINUX,
        MACOS,
        WINDOWS
    }

    private OperatingSystem system() {
        String name = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return OperatingSystem.WINDOWS;
        }
        return name.startsWith("mac") ? OperatingSystem.MACOS : OperatingSystem.LINUX;
    }
}
