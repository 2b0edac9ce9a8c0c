package org.deploynet.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that runs these benchmarks again, in a fresh process. */
public final class FreshProcess {
    private FreshProcess() {}

    /** With the options of this JVM, but other arguments. */
    public static List<String> with(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-p", System.getProperty("jdk.module.path")));
        command.addAll(List.of("-m", "org.deploynet.benchmarks/" + Benchmarks.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
