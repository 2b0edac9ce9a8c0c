package org.deploynet.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.protocol.content.Manifest;
import org.deploynet.protocol.content.SitePath;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class PathVectorsTest {
    @TestFactory
    Stream<DynamicTest> everyUrlPathHasOneSpellingOrNone() {
        return GoldenVectors.tests("paths.json", "canonical", entry -> () -> {
            Optional<String> expected =
                    entry.required("path").isNull() ? Optional.empty() : Optional.of(GoldenVectors.text(entry, "path"));
            assertEquals(expected, SitePath.canonical(GoldenVectors.text(entry, "url")));
            expected.ifPresent(path -> assertTrue(SitePath.isCanonical(path)));
        });
    }

    @TestFactory
    Stream<DynamicTest> fileNamesBecomeCanonicalPaths() {
        return GoldenVectors.tests("paths.json", "ofNames", entry -> () -> {
            var names = entry.required("names")
                    .valueStream()
                    .map(JsonNode::stringValue)
                    .toList();
            String path = SitePath.ofNames(names);
            assertEquals(entry.required("path").stringValue(), path);
            assertTrue(SitePath.isCanonical(path));
        });
    }

    @TestFactory
    Stream<DynamicTest> onlyCanonicalPathsOfTheSiteItselfAreListed() {
        return GoldenVectors.tests(
                "paths.json",
                "mayList",
                entry -> () -> assertEquals(
                        entry.required("listed").booleanValue(),
                        Manifest.mayList(entry.required("path").stringValue())));
    }
}
