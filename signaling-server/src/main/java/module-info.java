import org.jspecify.annotations.NullMarked;

/** Presence, routing, handshakes, tickets and the ledger, in one process with SQLite. */
@NullMarked
module org.deploynet.signaling {
    requires static transitive org.jspecify;
    requires transitive org.deploynet.protocol;
    requires org.deploynet.i18n;
    requires java.logging;
    requires java.net.http;
    requires java.sql;
    // Named by nobody here: the protocol checks signatures with it where a process brings it.
    requires org.conscrypt;
    requires org.eclipse.jetty.client;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.websocket.server;
    requires org.eclipse.jetty.websocket.api;
    requires org.xerial.sqlitejdbc;

    exports org.deploynet.signaling;
    exports org.deploynet.signaling.api;
    exports org.deploynet.signaling.guard;
    exports org.deploynet.signaling.regions;
    exports org.deploynet.signaling.stun;
    exports org.deploynet.signaling.turn;
    // Jetty finds the methods of a socket by a public look-up, for which an export to Jetty alone does not do.
    exports org.deploynet.signaling.socket;
}
