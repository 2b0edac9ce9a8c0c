package org.deploynet.engine.assembly;

/** Which build of the program this is. */
public final class Build {
    private Build() {}

    /** The version its module or jar was given; in a build tree "development". */
    public static String version() {
        Module module = Build.class.getModule();
        return module.getDescriptor() == null
                ? "development"
                : module.getDescriptor().rawVersion().orElse("development");
    }
}
