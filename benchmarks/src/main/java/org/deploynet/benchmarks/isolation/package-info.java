/** One engine under attacks, and what honest links beside them notice. */
@NullMarked
package org.deploynet.benchmarks.isolation;

import org.jspecify.annotations.NullMarked;
