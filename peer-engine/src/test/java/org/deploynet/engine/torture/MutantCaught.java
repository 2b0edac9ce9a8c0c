package org.deploynet.engine.torture;

import java.util.List;
import org.deploynet.engine.torture.Mutants.Mutant;

/** The crash histories turn red for a cache that makes this mistake. Here a violation is that they do not. */
record MutantCaught(Mutant mutant) implements Proof {
    @Override
    public String name() {
        return "mutant";
    }

    @Override
    public String what() {
        return "mutant: " + mutant.mistake() + "; histories until it is caught";
    }

    @Override
    public Goal goal() {
        return new Goal(mutant.most(), mutant.most());
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public boolean hasBound() {
        return false;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var family = new CrashHistories.Family(mutant.kind(), run.scratch());
        long caught = family.untilRed(run.seed(), run.goal(), run.scratch().resolve("mutant"));
        return caught <= run.goal()
                ? new Verdict(caught, List.of(), mutant.mistake() + ": caught after " + caught)
                : new Verdict(run.goal(), List.of(mutant.mistake() + " was not noticed, seeds from " + run.seed()), "");
    }
}
