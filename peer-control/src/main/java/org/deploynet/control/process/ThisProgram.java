package org.deploynet.control.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How to start this very program once more: the same Java, the same modules, other arguments. */
public final class ThisProgram {
    private static final String COMMAND = "org.deploynet.command/org.deploynet.command.DeployNet";
    private static final String DESKTOP = "org.deploynet.desktop/org.deploynet.desktop.assembly.DesktopMain";
    private static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders");
    /** What start-up took from glibc and gave back is a fifth of an idle process. Only Linux knows the option. */
    private static final String TRIM_NATIVE_HEAP = "-XX:TrimNativeHeapInterval=30000";

    private static final List<String> FOR_PARTS = List.of(
            // Else the heap begins with a sixty-fourth of the machine's memory, used or not. It still grows as before.
            "-Xms16m",
            // Else a third of a start's processor time goes into compiling what runs a few times.
            "-XX:CompileThresholdScaling=5",
            "--enable-native-access=webrtc.java,org.xerial.sqlitejdbc,org.conscrypt,org.deploynet.engine",
            // So that the engine can load libwebrtc from its own folder.
            "--add-opens=webrtc.java/dev.onvoid.webrtc.internal=org.deploynet.engine",
            // Nothing requires the module with libwebrtc's native library by name: it differs from system to system.
            "--add-modules=ALL-MODULE-PATH");
    private static final List<String> FOR_THE_DESKTOP = List.of(
            "-Xms8m",
            "-Xmx64m",
            // It hashes nothing, and C1 alone starts faster and needs less.
            "-XX:TieredStopAtLevel=1",
            "-Dprism.order=sw",
            "--enable-native-access=javafx.graphics");

    private ThisProgram() {}

    /** A part of the network (engine, signaling server, origin) that lives on when this process ends. */
    public static List<String> lasting(List<String> arguments) {
        return part(StartCache.use(), arguments);
    }

    /** A part of the network that ends when this process does, however this one ends. */
    public static List<String> endingWithThis(List<String> arguments) {
        return part(with(StartCache.use(), List.of(parent())), arguments);
    }

    /** As {@link #endingWithThis}, and when it has ended its JVM writes down its start in {@code cache}. */
    public static List<String> recordingPart(Path cache, List<String> arguments) {
        return part(with(StartCache.record(cache), List.of(parent())), arguments);
    }

    /** The desktop application, which ends when this process does. */
    public static List<String> desktop(List<String> arguments) {
        return command(with(FOR_THE_DESKTOP, List.of(parent())), DESKTOP, arguments);
    }

    private static List<String> part(List<String> more, List<String> arguments) {
        return command(with(FOR_PARTS, more), COMMAND, arguments);
    }

    private static List<String> with(List<String> options, List<String> more) {
        return Stream.concat(options.stream(), more.stream()).toList();
    }

    private static List<String> command(List<String> options, String main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(options);
        if (System.getProperty("os.name", "").startsWith("Linux")) {
            command.add(TRIM_NATIVE_HEAP);
        }
        passOn("user.home", command);
        passOn("java.io.tmpdir", command);
        command.addAll(modules(main));
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private static String parent() {
        return "-D" + ParentWatch.PROPERTY + "=" + ProcessHandle.current().pid();
    }

    // Tests of a module run with its libraries on the class path.
    private static List<String> modules(String main) {
        Optional<String> modulePath = Optional.ofNullable(System.getProperty("jdk.module.path"));
        return modulePath
                .map(path -> List.of("-p", path, "-m", main))
                .orElseGet(() -> List.of(
                        "-cp", System.getProperty("java.class.path", ""), main.substring(main.indexOf('/') + 1)));
    }

    private static void passOn(String property, List<String> command) {
        Optional.ofNullable(System.getProperty(property))
                .ifPresent(value -> command.add("-D" + property + "=" + value));
    }
}
