package org.deploynet.engine.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Which file has which name, as programs see it and as the medium has it. Until its folder is forced each creation, rename
 * and removal is lost or kept by itself when the power goes. For the disk that owns it, under its lock.
 */
final class Names {
    private final Map<Path, Inode> now = new TreeMap<>();
    private final Map<Path, Inode> forced = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();

    /** What a folder was told and may not have on the medium yet. */
    private sealed interface Change {
        record Created(Path path, Inode inode) implements Change {}

        record Renamed(Path from, Path to, Inode inode) implements Change {}

        record Removed(Path path) implements Change {}

        default boolean isIn(Path folder) {
            return folder.equals(
                    switch (this) {
                        case Created created -> created.path().getParent();
                        case Renamed renamed -> renamed.to().getParent();
                        case Removed removed -> removed.path().getParent();
                    });
        }

        default void apply(Map<Path, Inode> names) {
            switch (this) {
                case Created created -> names.put(created.path(), created.inode());
                case Renamed renamed -> {
                    names.remove(renamed.from());
                    names.put(renamed.to(), renamed.inode());
                }
                case Removed removed -> names.remove(removed.path());
            }
        }
    }

    Optional<Inode> get(Path path) {
        return Optional.ofNullable(now.get(path));
    }

    Map<Path, Inode> all() {
        return now;
    }

    Inode create(Path path) {
        var inode = new Inode();
        change(new Change.Created(path, inode));
        return inode;
    }

    void rename(Path from, Path to) throws IOException {
        Inode inode = get(from).orElseThrow(() -> new java.nio.file.NoSuchFileException(from.toString()));
        change(new Change.Renamed(from, to, inode));
    }

    void remove(Path path) {
        if (now.containsKey(path)) {
            change(new Change.Removed(path));
        }
    }

    void force(Path folder) {
        pending.stream().filter(change -> change.isIn(folder)).forEach(change -> change.apply(forced));
        pending.removeIf(change -> change.isIn(folder));
    }

    void cut(Random random) {
        pending.stream().filter(change -> random.nextBoolean()).forEach(change -> change.apply(forced));
        pending.clear();
        now.clear();
        now.putAll(forced);
    }

    private void change(Change change) {
        change.apply(now);
        pending.add(change);
    }
}
