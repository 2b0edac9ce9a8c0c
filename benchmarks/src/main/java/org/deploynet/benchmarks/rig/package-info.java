/** An engine in a process of its own and its visitors at the far end of a wire. */
@NullMarked
package org.deploynet.benchmarks.rig;

import org.jspecify.annotations.NullMarked;
