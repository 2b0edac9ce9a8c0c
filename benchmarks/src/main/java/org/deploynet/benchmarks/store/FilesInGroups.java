package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@link FilePerObject} with the courtesy of groups: one thread, and each folder forced once a group. */
record FilesInGroups(FilePerObject files, Groups groups) implements Contender {
    static FilesInGroups open(Path folder) throws IOException {
        FilePerObject files = FilePerObject.open(folder);
        return new FilesInGroups(files, new Groups(files::putAll));
    }

    @Override
    public void put(Item item) throws Exception {
        groups.put(item);
    }

    @Override
    public Optional<ByteBuffer> get(Item item) throws IOException {
        return files.get(item);
    }

    @Override
    public void delete(List<Item> items, List<Item> others) throws IOException {
        files.delete(items, others);
    }

    @Override
    public void close() {
        groups.close();
    }
}
