package org.deploynet.engine.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every input that is kept, once through its target; {@code ./deploynet fuzz} begins with the same ones. */
class CorpusReplayTest {
    private final Corpus corpus = new Corpus(Corpus.BESIDE_TESTS);

    @TestFactory
    Stream<DynamicNode> everyInputKeepsTheRules() {
        return FuzzTargets.all().stream()
                .map(target -> dynamicContainer(
                        target.name(),
                        corpus.of(target).stream()
                                .map(input ->
                                        dynamicTest(input.name(), () -> Allocations.check(target, input.bytes())))));
    }

    // Inputs of which none, or each, is read would say little.
    @TestFactory
    Stream<DynamicNode> someAreReadAndSomeRefused() {
        return FuzzTargets.all().stream()
                .map(target -> dynamicTest(target.name(), () -> {
                    List<Boolean> read = corpus.of(target).stream()
                            .map(input -> target.check(input.bytes()))
                            .distinct()
                            .toList();
                    assertTrue(read.size() == 2, "all alike: " + read);
                }));
    }
}
