import org.jspecify.annotations.NullMarked;

/** Rogue parties and other fixtures of the tests that run whole processes. Never shipped. */
@NullMarked
module org.deploynet.testkit {
    requires static transitive org.jspecify;
    requires java.net.http;
    requires transitive org.deploynet.engine;
    requires transitive webrtc.java;

    exports org.deploynet.testkit;
}
