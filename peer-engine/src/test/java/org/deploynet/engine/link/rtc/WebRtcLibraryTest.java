package org.deploynet.engine.link.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own: a library is loaded once in the life of a JVM. */
@EnabledIfEnvironmentVariable(named = "DEPLOYNET_NETNS", matches = "1", disabledReason = "loads the native library")
class WebRtcLibraryTest {
    @TempDir
    Path folder;

    @Test
    void worksWithoutATemporaryFolderAndLeavesNothingBehind() throws Exception {
        Path natives = folder.resolve("native");
        assertEquals("loaded true, works true", run(natives, folder.resolve("no-such-folder")));
        assertEquals(List.of(), names(natives));
    }

    @Test
    void theNextStartSweepsWhatAKillLeft() throws Exception {
        Path natives = Files.createDirectories(folder.resolve("native"));
        Path left = Files.createFile(natives.resolve("libwebrtc-java-linux-x86_641234567890.so"));
        assertTrue(left.toFile().setLastModified(0));
        Path other = Files.createFile(natives.resolve("letter.txt"));
        assertEquals("loaded true, works true", run(natives, folder));
        assertEquals(List.of(other.getFileName().toString()), names(natives));
    }

    private String run(Path natives, Path temporary) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        String modules = System.getProperty("jdk.module.path", "");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Djava.io.tmpdir=" + temporary,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                + File.pathSeparator + modules + File.pathSeparator + "target/test-classes",
                        LoadsWebRtc.class.getName(),
                        natives.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        // When the JVM ends, libwebrtc has words of its own.
        return Files.readAllLines(said, StandardCharsets.UTF_8).getFirst();
    }

    private static List<String> names(Path folder) throws IOException {
        var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }
}
