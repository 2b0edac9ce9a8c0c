package org.deploynet.command.site;

import java.nio.file.Path;

/** A file that can be in a manifest: where it is on disk and its canonical path at the origin. Immutable. */
public record SiteFile(Path file, String path, long size, String type) {}
