package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * After each test the cache in its temporary folder must keep the invariants; the segments lie on the test's simulated disk,
 * if it has one and used it. The test has closed its store by then.
 */
final class ChecksInvariants implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Object test = context.getRequiredTestInstance();
        for (Path folder : AnnotationSupport.findAnnotatedFieldValues(test, TempDir.class, Path.class)) {
            Path cache = folder.resolve("cache");
            assertEquals(List.of(), CacheInvariants.breaches(disk(test, cache), cache));
        }
    }

    private static Disk disk(Object test, Path cache) throws IllegalAccessException {
        if (Files.isDirectory(cache.resolve("segments"))) {
            return new NioDisk();
        }
        for (var field : ReflectionSupport.findFields(
                test.getClass(),
                field -> field.getType().equals(SimulatedDisk.class),
                HierarchyTraversalMode.TOP_DOWN)) {
            field.setAccessible(true);
            return (Disk) field.get(test);
        }
        return new NioDisk();
    }
}
