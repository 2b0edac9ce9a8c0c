import org.jspecify.annotations.NullMarked;

/** The {@code deploynet} command: starts or talks to each part. */
@NullMarked
module org.deploynet.command {
    requires static transitive org.jspecify;
    requires info.picocli;
    requires java.net.http;
    requires jdk.httpserver;
    requires org.deploynet.control;
    requires org.deploynet.engine;
    requires org.deploynet.i18n;
    requires org.deploynet.protocol;
    requires org.deploynet.signaling;

    opens org.deploynet.command to
            info.picocli;
    // Their records go to JSON and back.
    opens org.deploynet.command.demo to
            tools.jackson.databind;
    opens org.deploynet.command.publish to
            tools.jackson.databind;
    opens org.deploynet.command.identity to
            tools.jackson.databind;
    opens org.deploynet.command.receipts to
            tools.jackson.databind;
}
