package org.deploynet.engine.link.rtc;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Set;

/**
 * Loads webrtc-java's native library from a folder of ours. Its own loader (0.14) unpacks 23 MB into {@code java.io.tmpdir},
 * which only the JVM's command line can set, so this does the same elsewhere and tells it that the library is there. For that
 * the JVM has to open {@code webrtc.java/dev.onvoid.webrtc.internal} to this module; where it does not, the library's own way
 * is left to it, and {@link NativeLeftovers} sweeps the temporary folder.
 */
public final class WebRtcLibrary {
    private static final System.Logger LOG = System.getLogger(WebRtcLibrary.class.getName());
    private static final String LOADER = "dev.onvoid.webrtc.internal.NativeLoader";
    private static final String LIBRARY = "webrtc-java";

    private WebRtcLibrary() {}

    /**
     * Sweeps what killed engines left in the folder and loads the library from there; call it before the first use of WebRTC.
     *
     * @return false when the library's own loader has to do it
     */
    @SuppressWarnings("unchecked") // the field is a Set<String>
    public static boolean loadFrom(Path folder) {
        NativeLeftovers.sweep(folder, Instant.now());
        try {
            Class<?> loader = Class.forName(LOADER);
            Field field = loader.getDeclaredField("LOADED_LIB_SET");
            field.setAccessible(true);
            var loaded = (Set<String>) field.get(null);
            if (loaded != null && !loaded.contains(LIBRARY)) {
                load(loader, folder);
                loaded.add(LIBRARY);
            }
            return loaded != null;
        } catch (ReflectiveOperationException | RuntimeException | IOException | UnsatisfiedLinkError e) {
            LOG.log(Level.DEBUG, "webrtc-java unpacks its library into the temporary folder", e);
            return false;
        }
    }

    @SuppressWarnings("restricted") // the JVM is told by --enable-native-access
    private static void load(Class<?> loader, Path folder) throws ReflectiveOperationException, IOException {
        String system = LIBRARY + "-" + ask(loader, "getOSFamily") + "-" + ask(loader, "getOSArch");
        String name = System.mapLibraryName(system);
        Files.createDirectories(folder);
        Path copy = Files.createTempFile(
                folder, name.substring(0, name.lastIndexOf('.')), name.substring(name.lastIndexOf('.')));
        try {
            unpack(name, copy);
            System.load(copy.toAbsolutePath().toString());
        } finally {
            deleteWherePossible(copy);
        }
    }

    private static Object ask(Class<?> loader, String name) throws ReflectiveOperationException {
        Method method = loader.getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(null);
    }

    private static void unpack(String name, Path copy) throws IOException {
        try (InputStream library = ClassLoader.getSystemResourceAsStream(name)) {
            if (library == null) {
                throw new NoSuchFileException(name);
            }
            Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    // What is loaded stays mapped; Windows does not let it go, the next start does.
    private static void deleteWherePossible(Path copy) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.deleteIfExists(copy);
        }
    }
}
