package org.deploynet.control.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.FillHours;
import org.deploynet.control.UploadChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("settings.json");
    }

    @Test
    void hasDefaultsBeforeAnythingIsSet() throws IOException {
        var loaded = new SettingsFile(file()).load();
        assertEquals(EngineConfig.DEFAULTS, loaded.config());
        assertTrue(loaded.damage().isEmpty());
        assertFalse(Files.exists(file()));
    }

    @Test
    void readsWhatItWrote() throws IOException {
        EngineConfig config = EngineConfig.DEFAULTS
                .withSignaling("wss://network.example/v1/super-peer")
                .withUpload(UploadChoice.UNLIMITED)
                .withQuotaBytes(64_000_000)
                .withBrowsersAtOnce(3)
                .withDownload(new DownloadLimit(10_000))
                .withFillHours(FillHours.ofJson("22:00-07:00"));
        new SettingsFile(file()).save(config);
        assertEquals(config, new SettingsFile(file()).load().config());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"quotaBytes\":\"20 GB\"}",
                "{\"quotaBytes\":-1}",
                "{\"browsersAtOnce\":0}",
                "{\"uploadBytesPerSecond\":\"fast\"}",
                "{\"uploadBytesPerSecond\":-5}",
                "{\"downloadBytesPerSecond\":500}",
                "{\"fillHours\":\"at night\"}",
                "{\"fillHours\":7}",
                "{\"signaling\":\"ftp://x\"}",
                "{\"signaling\":\"ws://example.org\"}",
                "{\"quotaBytes\":64000000,\"quotaBytes\":65000000}",
                "{} trailing"
            })
    void keepsDamagedSettingsAsideAndUsesDefaults(String damaged) throws IOException {
        Files.writeString(file(), damaged);
        var loaded = new SettingsFile(file()).load();
        assertEquals(EngineConfig.DEFAULTS, loaded.config());
        Path aside = loaded.damage().orElseThrow().keptAs();
        assertEquals("settings.json.damaged-1", aside.getFileName().toString());
        assertEquals(damaged, Files.readString(aside));
        assertFalse(Files.exists(file()));
    }

    @Test
    void keepsEachDamagedFile() throws IOException {
        for (int n = 1; n <= 3; n++) {
            Files.writeString(file(), "damage " + n);
            Path aside = new SettingsFile(file()).load().damage().orElseThrow().keptAs();
            assertEquals("settings.json.damaged-" + n, aside.getFileName().toString());
        }
    }

    @Test
    void refusesToReadAFileOfAnySize() throws IOException {
        Files.write(file(), new byte[65 * 1024]);
        assertTrue(new SettingsFile(file()).load().damage().orElseThrow().why().contains("bytes"));
    }

    @Test
    void ignoresFieldsOfANewerVersion() throws IOException {
        Files.writeString(file(), "{\"browsersAtOnce\":5,\"moonPhase\":\"full\"}");
        assertEquals(5, new SettingsFile(file()).load().config().browsersAtOnce());
    }

    @Test
    void leavesTheOldSettingsWholeWhenTheNewOnesCannotBeWritten() throws IOException {
        new SettingsFile(file()).save(EngineConfig.DEFAULTS.withBrowsersAtOnce(7));
        Files.createDirectories(folder.resolve("settings.json.new/in-the-way"));
        assertThrows(
                IOException.class, () -> new SettingsFile(file()).save(EngineConfig.DEFAULTS.withBrowsersAtOnce(8)));
        assertEquals(7, new SettingsFile(file()).load().config().browsersAtOnce());
    }
}
