/** Where visitors come from, by country and for sums only. */
package org.deploynet.signaling.regions;
