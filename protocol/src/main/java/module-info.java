import org.jspecify.annotations.NullMarked;

/** What browsers, super-peers and the signaling server say to each other. The format is written down in docs/protocol.md. */
@NullMarked
module org.deploynet.protocol {
    requires static transitive org.jspecify;
    requires static org.conscrypt;
    requires transitive com.fasterxml.jackson.annotation;
    requires transitive com.nimbusds.jose.jwt;
    requires tools.jackson.databind;

    exports org.deploynet.protocol;
    exports org.deploynet.protocol.content;
    exports org.deploynet.protocol.credit;
    exports org.deploynet.protocol.denylist;
    exports org.deploynet.protocol.key;
    exports org.deploynet.protocol.link;
    exports org.deploynet.protocol.net;
    exports org.deploynet.protocol.signaling;
    exports org.deploynet.protocol.stun;
    exports org.deploynet.protocol.transparency;
}
