package org.deploynet.control.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.place.PlaceRules.Chosen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceRulesTest {
    private static final Map<String, String> LINUX =
            Map.of("os.name", "Linux", "user.home", "/home/ada", "user.name", "ada");

    @TempDir
    private Path folder;

    private static Places linux(Map<String, String> environment) {
        return new PlaceRules(environment, LINUX).places(Chosen.NOTHING);
    }

    @Test
    void followsXdgOnLinux() {
        Places places = linux(Map.of("XDG_RUNTIME_DIR", "/run/user/1000"));
        assertEquals(Path.of("/home/ada/.config/deploynet"), places.config());
        assertEquals(Path.of("/home/ada/.local/state/deploynet"), places.state());
        assertEquals(Path.of("/home/ada/.cache/deploynet"), places.cache());
        assertEquals(Path.of("/run/user/1000/deploynet"), places.runtime());
    }

    @Test
    void obeysXdgVariablesUnlessTheyAreRelative() {
        Places places = linux(Map.of("XDG_CONFIG_HOME", "/etc/ada", "XDG_CACHE_HOME", "cache"));
        assertEquals(Path.of("/etc/ada/deploynet"), places.config());
        assertEquals(Path.of("/home/ada/.cache/deploynet"), places.cache());
    }

    @Test
    void usesAFolderOfTheUserInTheTemporaryDirectoryWithoutARuntimeFolder() {
        assertEquals(Path.of("/tmp/deploynet-ada"), linux(Map.of()).runtime());
        assertEquals(
                Path.of("/var/tmp/deploynet-ada"),
                linux(Map.of("TMPDIR", "/var/tmp")).runtime());
    }

    @Test
    void followsTheCustomOfMacOs() {
        var mac = Map.of("os.name", "Mac OS X", "user.home", "/Users/ada", "user.name", "ada");
        Places places = new PlaceRules(Map.of("TMPDIR", "/var/folders/ab/T"), mac).places(Chosen.NOTHING);
        assertEquals(Path.of("/Users/ada/Library/Application Support/DeployNet/State"), places.state());
        assertEquals(Path.of("/Users/ada/Library/Caches/DeployNet"), places.cache());
        assertEquals(Path.of("/var/folders/ab/T/deploynet-ada"), places.runtime());
    }

    @Test
    void followsTheCustomOfWindows() {
        var windows = Map.of("os.name", "Windows 11", "user.home", "/c/ada", "user.name", "ada");
        var environment = Map.of("APPDATA", "/c/ada/Roaming", "LOCALAPPDATA", "/c/ada/Local");
        Places places = new PlaceRules(environment, windows).places(Chosen.NOTHING);
        assertEquals(Path.of("/c/ada/Roaming/DeployNet"), places.config());
        assertEquals(Path.of("/c/ada/Local/DeployNet/Cache"), places.cache());
        assertEquals(Path.of("/c/ada/Local/DeployNet/Run"), places.runtime());
    }

    @Test
    void anOptionWinsOverAVariableAndAVariableOverTheCustom() {
        var environment = Map.of("DEPLOYNET_STATE", "/srv/state", "DEPLOYNET_CACHE", "/srv/cache");
        var chosen = new Chosen(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Path.of("/mnt/cache")),
                Optional.empty());
        Places places = new PlaceRules(environment, LINUX).places(chosen);
        assertEquals(Path.of("/srv/state"), places.state());
        assertEquals(Path.of("/mnt/cache"), places.cache());
    }

    @Test
    void oneDataFolderHoldsAll() {
        Places places = new PlaceRules(Map.of("DEPLOYNET_DATA", "/srv/dn"), LINUX).places(Chosen.NOTHING);
        assertEquals(
                new Places(
                        Path.of("/srv/dn/config"),
                        Path.of("/srv/dn/state"),
                        Path.of("/srv/dn/cache"),
                        Path.of("/srv/dn/run")),
                places);
    }

    @Test
    void aDeepDataFolderGetsItsSocketWhereThePathIsShortEnough() {
        Path deep = Path.of("/srv/" + "deep/".repeat(30));
        Places places = new PlaceRules(Map.of("XDG_RUNTIME_DIR", "/run/user/1000"), LINUX).places(Chosen.data(deep));
        assertEquals(Path.of("/run/user/1000/deploynet"), places.runtime());
        assertTrue(places.socket().toString().getBytes(StandardCharsets.UTF_8).length < 100);
    }

    @Test
    void refusesARuntimeFolderThatIsTooDeep() {
        var environment = Map.of("DEPLOYNET_RUNTIME", "/srv/" + "deep/".repeat(30));
        assertThrows(IllegalArgumentException.class, () -> linux(environment));
    }

    @Test
    void namesTheSocketByTheStateFolder() throws IOException {
        Places one = places(folder.resolve("one"));
        Places two = places(folder.resolve("two"));
        assertNotEquals(one.socket().getFileName(), two.socket().getFileName());
        assertTrue(one.socket().getFileName().toString().matches("[0-9a-f]{12}\\.sock"));
        Path before = one.socket();
        Files.createDirectories(one.state());
        assertEquals(before, one.socket());
        Files.createSymbolicLink(folder.resolve("alias"), folder.resolve("one"));
        assertEquals(
                before.getFileName(), places(folder.resolve("alias")).socket().getFileName());
    }

    private static Places places(Path data) {
        return new PlaceRules(Map.of(), LINUX).places(Chosen.data(data));
    }

    @Test
    void aPrivateFolderIsOnlyForItsOwner() throws IOException {
        Path run = folder.resolve("run");
        PrivateFolder.make(run);
        assertEquals(
                "rwx------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(run)));
        PrivateFolder.check(run);
    }

    @Test
    void refusesAFolderThatIsALinkOrAFile() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        Path file = Files.createFile(folder.resolve("file"));
        assertThrows(IOException.class, () -> PrivateFolder.make(link));
        assertThrows(IOException.class, () -> PrivateFolder.make(file));
        assertThrows(IOException.class, () -> PrivateFolder.check(folder.resolve("nothing")));
    }
}
