/** Proofs that take long: what an engine keeps over many kills, recycles and connections. */
@NullMarked
package org.deploynet.benchmarks.endurance;

import org.jspecify.annotations.NullMarked;
