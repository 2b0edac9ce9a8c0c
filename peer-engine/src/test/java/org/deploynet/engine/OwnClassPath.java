package org.deploynet.engine;

import java.io.File;

/** What a process needs to run classes of these tests. */
public final class OwnClassPath {
    private OwnClassPath() {}

    public static String get() {
        String modules = System.getProperty("jdk.module.path", "");
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                + File.pathSeparator + modules + File.pathSeparator + "target/test-classes";
    }
}
