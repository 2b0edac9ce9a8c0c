package org.deploynet.signaling.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;

/**
 * The server's folder, which only its owner can read and only one server uses at a time: the network's key, the
 * operator's token, the database. Not safe for several threads.
 */
public final class DataFolder implements AutoCloseable {
    /** Another server holds this folder. */
    public static final class InUse extends IOException {
        InUse(Path folder) {
            super(folder + " is in use by another signaling server");
        }
    }

    /** A file of ours does not hold what we wrote; making a new one would lose the network's name. */
    public static final class Damaged extends IOException {
        Damaged(Path file, Throwable cause) {
            super(file + " is damaged", cause);
        }
    }

    private static final String KEY = "network.jwk";
    private static final String TOKEN = "admin.token";
    private static final String RUNNING = "running";
    private static final int TOKEN_BYTES = 32;

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    public static DataFolder open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            createOwnerOnly(folder);
        }
        FileChannel channel =
                FileChannel.open(folder.resolve("signaling.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held == null) {
                throw new InUse(folder);
            }
            return new DataFolder(folder, channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new InUse(folder);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    public Path database() {
        return folder.resolve("signaling.db");
    }

    /** The key whose hash is the network's name; made at the first start and never again. */
    public SigningKey networkKey() throws IOException {
        Path file = folder.resolve(KEY);
        if (Files.notExists(file)) {
            writeSecret(file, SigningKey.generate().toSecretJson());
        }
        try {
            return SigningKey.parse(Files.readString(file));
        } catch (ProtocolException e) {
            throw new Damaged(file, e);
        }
    }

    /** What the operator's commands show to the running server. */
    public String adminToken() throws IOException {
        Path file = folder.resolve(TOKEN);
        if (Files.notExists(file)) {
            byte[] random = new byte[TOKEN_BYTES];
            new SecureRandom().nextBytes(random);
            writeSecret(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return Files.readString(file).strip();
    }

    /** Leaves word for the operator's commands where this server answers. */
    public void announce(String address) throws IOException {
        writeSecret(folder.resolve(RUNNING), address);
    }

    /** The address that a running server left in {@code folder}. */
    public static Optional<String> runningAddress(Path folder) throws IOException {
        Path file = folder.resolve(RUNNING);
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }

    public static String tokenIn(Path folder) throws IOException {
        return Files.readString(folder.resolve(TOKEN)).strip();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder.resolve(RUNNING));
        lock.close();
    }

    // Beside, forced, renamed: a kill leaves the old file or the new one, never half of one.
    private void writeSecret(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        createFile(beside);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
    }

    private void forceFolder() throws IOException {
        if (isPosix()) {
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        }
    }

    private static void createOwnerOnly(Path folder) throws IOException {
        try {
            Files.createDirectories(folder, ownerOnly("rwx------"));
        } catch (FileAlreadyExistsException e) {
            throw new IOException(folder + " is a file", e);
        }
    }

    private static void createFile(Path file) throws IOException {
        Files.createFile(file, ownerOnly("rw-------"));
    }

    private static FileAttribute<?>[] ownerOnly(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return java.nio.file.FileSystems.getDefault()
                .supportedFileAttributeViews()
                .contains("posix");
    }
}
