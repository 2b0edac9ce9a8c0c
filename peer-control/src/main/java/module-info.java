import org.jspecify.annotations.NullMarked;

/** What any face (window, tray, command line, script) can ask of a super-peer and tell it. The format is in docs/control.md. */
@NullMarked
module org.deploynet.control {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires transitive tools.jackson.databind;
    requires tools.jackson.dataformat.csv;

    exports org.deploynet.control;
    exports org.deploynet.control.earnings;
    exports org.deploynet.control.identity;
    exports org.deploynet.control.nat;
    exports org.deploynet.control.place;
    exports org.deploynet.control.process;
    exports org.deploynet.control.reputation;
    exports org.deploynet.control.rpc;
    exports org.deploynet.control.settings;
    exports org.deploynet.control.sharing;
    exports org.deploynet.control.sites;
    exports org.deploynet.control.words;
}
