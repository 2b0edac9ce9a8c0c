package org.deploynet.control.place;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A folder that only this user can enter. The control socket's own mode is no guard (the JDK makes it 0755), so the folder
 * around it is; in a shared temporary directory somebody else may have made that folder first.
 */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private PrivateFolder() {}

    /** Makes the folder where it is missing, and checks it. */
    public static void make(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            Files.createDirectory(folder);
            close(folder);
        } catch (FileAlreadyExistsException there) {
            // Checked below like one just made.
        }
        check(folder);
        close(folder);
    }

    /** @throws IOException unless it is a real folder of this user that nobody else can enter */
    public static void check(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is not a folder");
        }
        if (!isMine(folder)) {
            throw new IOException(folder + " belongs to " + Files.getOwner(folder));
        }
    }

    // Whoever this process runs as owns what it makes: true also where the user has no name.
    private static boolean isMine(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, "owner", "");
        try {
            return Files.getOwner(probe).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.delete(probe);
        }
    }

    private static void close(Path folder) throws IOException {
        var posix = Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (posix != null) {
            posix.setPermissions(OWNER_ONLY);
            return;
        }
        var acl = Files.getFileAttributeView(folder, AclFileAttributeView.class);
        if (acl != null) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }
}
