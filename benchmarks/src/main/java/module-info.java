import org.jspecify.annotations.NullMarked;

/** Side-by-side measurements. Never shipped. */
@NullMarked
module org.deploynet.benchmarks {
    requires static transitive org.jspecify;
    requires java.logging;
    requires java.management;
    requires java.net.http;
    requires java.sql;
    requires jdk.httpserver;
    requires org.deploynet.control;
    requires org.deploynet.engine;
    requires org.deploynet.protocol;
    requires org.deploynet.signaling;
    requires org.deploynet.testkit;
}
