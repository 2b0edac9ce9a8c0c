package org.deploynet.engine.torture;

import java.util.ArrayList;
import java.util.List;

/** All proofs, in the order in which they run. */
final class Proofs {
    private Proofs() {}

    static List<Proof> all() {
        var all = new ArrayList<Proof>();
        Mutants.all().forEach(mutant -> all.add(new MutantCaught(mutant)));
        all.add(new BitRot.Unchecked());
        all.add(new CrashHistories());
        all.add(new BitRot());
        all.add(new DamagedIndex());
        all.add(new Flips());
        all.add(new SimulatedFaults());
        all.add(new QuotaSamples());
        all.add(new Kills());
        all.add(new Sweep());
        all.add(new PowerCuts());
        all.add(new CallFaults());
        return all;
    }
}
