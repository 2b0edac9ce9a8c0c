import org.jspecify.annotations.NullMarked;

/** Side-by-side measurements. Never shipped. */
@NullMarked
module org.deploynet.benchmarks {
    requires static transitive org.jspecify;
    requires java.management;
    requires java.net.http;
    requires jdk.httpserver;
    requires org.deploynet.control;
    requires org.deploynet.engine;
    requires org.deploynet.signaling;
    requires org.deploynet.testkit;
}
