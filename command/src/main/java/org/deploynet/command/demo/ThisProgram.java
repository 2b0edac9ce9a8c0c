package org.deploynet.command.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How to start this very program once more: the same Java, the same modules, other arguments. */
public final class ThisProgram {
    private static final String MAIN = "org.deploynet.command.DeployNet";
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=webrtc.java,org.xerial.sqlitejdbc",
            // Nothing requires the module with libwebrtc's native library by name: it differs from system to system.
            "--add-modules=ALL-MODULE-PATH");

    private ThisProgram() {}

    /** The command line that runs {@code arguments}; the process ends when this one does, however this one ends. */
    public static List<String> with(List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-D" + ParentWatch.PROPERTY + "=" + ProcessHandle.current().pid());
        passOn("user.home", command);
        passOn("java.io.tmpdir", command);
        command.addAll(modules());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private static List<String> modules() {
        Optional<String> modulePath = Optional.ofNullable(System.getProperty("jdk.module.path"));
        return modulePath
                .map(path -> List.of("-p", path, "-m", "org.deploynet.command/" + MAIN))
                .orElseGet(() -> List.of("-cp", System.getProperty("java.class.path", ""), MAIN));
    }

    private static void passOn(String property, List<String> command) {
        Optional.ofNullable(System.getProperty(property))
                .ifPresent(value -> command.add("-D" + property + "=" + value));
    }
}
