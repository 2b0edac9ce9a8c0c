package org.deploynet.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.deploynet.engine");

    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("org.deploynet.breach");

    @Test
    void arrowsBetweenTheEnginesPackagesPointDown() {
        assertTrue(ENGINE.size() > 50, "only " + ENGINE.size() + " classes were looked at");
        assertEquals(List.of(), new PackageArrows("org.deploynet.engine").breaches(ENGINE));
    }

    @Test
    void everyPlantedBreachIsReported() {
        List<String> breaches = new PackageArrows("org.deploynet.breach").breaches(PLANTED);
        assertReported(breaches, "storage.Upward", "serve.Sideways");
        assertReported(breaches, "serve.Sideways", "fill.Neighbour");
        assertReported(breaches, "serve.Sideways", "RTCDataChannel");
        assertReported(breaches, "fill.Neighbour", "java.sql.Connection");
        assertReported(breaches, "Cycle detected", "serve");
    }

    private static void assertReported(List<String> breaches, String from, String to) {
        assertTrue(
                breaches.stream().anyMatch(breach -> breach.contains(from) && breach.contains(to)),
                "no breach of " + from + " to " + to + " in " + breaches);
    }
}
