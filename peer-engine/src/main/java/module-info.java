import org.jspecify.annotations.NullMarked;

/** The super-peer without any face: links, cache, limits and credits. docs/architecture.md says which package may use which. */
@NullMarked
module org.deploynet.engine {
    requires static transitive org.jspecify;
    requires transitive org.deploynet.control;
    requires transitive org.deploynet.protocol;
    requires com.github.benmanes.caffeine;
    requires java.logging;
    requires java.sql;
    requires java.xml;
    requires org.eclipse.jetty.client;
    requires org.eclipse.jetty.websocket.api;
    requires org.eclipse.jetty.websocket.client;
    requires org.freedesktop.dbus;
    requires org.xerial.sqlitejdbc;
    requires webrtc.java;

    exports org.deploynet.engine.assembly;
    exports org.deploynet.engine.cache;
    exports org.deploynet.engine.cache.policy;
    exports org.deploynet.engine.consent;
    exports org.deploynet.engine.control;
    exports org.deploynet.engine.fill;
    exports org.deploynet.engine.history;
    exports org.deploynet.engine.keychain;
    exports org.deploynet.engine.limits;
    exports org.deploynet.engine.link;
    exports org.deploynet.engine.link.rtc;
    exports org.deploynet.engine.nat;
    exports org.deploynet.engine.nat.mapping;
    exports org.deploynet.engine.rendezvous;
    exports org.deploynet.engine.serve;
    exports org.deploynet.engine.credits;
    exports org.deploynet.engine.storage;

    // The records of the small files that are an engine's own.
    opens org.deploynet.engine.assembly to
            tools.jackson.databind;
    opens org.deploynet.engine.keychain to
            tools.jackson.databind;
}
