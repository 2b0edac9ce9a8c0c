import org.jspecify.annotations.NullMarked;

/** All texts for people, and how to get at them. */
@NullMarked
module org.deploynet.i18n {
    requires static transitive org.jspecify;

    exports org.deploynet.i18n;
}
