import org.jspecify.annotations.NullMarked;

/** Side-by-side measurements. Never shipped. */
@NullMarked
module org.deploynet.benchmarks {
    requires static transitive org.jspecify;
    requires org.deploynet.engine;
}
