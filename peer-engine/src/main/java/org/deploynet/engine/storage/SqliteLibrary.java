package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where sqlite-jdbc unpacks its native library: a folder of ours, because a killed engine leaves its copy behind. */
public final class SqliteLibrary {
    private static final System.Logger LOG = System.getLogger(SqliteLibrary.class.getName());
    private static final String LEFT_OVERS = "sqlite-*";

    private SqliteLibrary() {}

    /** Sweeps what earlier runs left and unpacks here; call it before the first database, holding the engine's lock. */
    public static void unpackInto(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (var old = Files.newDirectoryStream(folder, LEFT_OVERS)) {
            for (Path file : old) {
                delete(file);
            }
        }
        System.setProperty("org.sqlite.tmpdir", folder.toString());
    }

    // Windows keeps what another engine has loaded; the next start tries again.
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a copy of the native library stays", e);
        }
    }
}
