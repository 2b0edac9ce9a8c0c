/** One engine under the load of many links. */
@NullMarked
package org.deploynet.benchmarks.load;

import org.jspecify.annotations.NullMarked;
