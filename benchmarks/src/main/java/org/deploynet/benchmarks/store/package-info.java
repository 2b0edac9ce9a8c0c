/** The store of the engine beside a file per object and blobs in SQLite. */
@NullMarked
package org.deploynet.benchmarks.store;

import org.jspecify.annotations.NullMarked;
