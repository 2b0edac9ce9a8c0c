package org.deploynet.engine.link.rtc;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLeftoversTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void deletesOldCopiesAndNothingElse() throws IOException {
        Path old = file("libwebrtc-java-linux-x86_641234567890.so", Duration.ofMinutes(2));
        Path oldOnWindows = file("webrtc-java-windows-x86_6499.dll", Duration.ofMinutes(2));
        Path fresh = file("libwebrtc-java-linux-x86_641234567891.so", Duration.ofSeconds(30));
        Path other = file("libsomething-else.so", Duration.ofDays(2));
        Path notes = file("libwebrtc-java-linux.so.txt", Duration.ofDays(2));
        NativeLeftovers.sweep(folder, NOW);
        assertFalse(Files.exists(old));
        assertFalse(Files.exists(oldOnWindows));
        assertTrue(Files.exists(fresh));
        assertTrue(Files.exists(other));
        assertTrue(Files.exists(notes));
    }

    @Test
    void mindsNoMissingFolder() {
        NativeLeftovers.sweep(folder.resolve("missing"), NOW);
    }

    private Path file(String name, Duration age) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
}
