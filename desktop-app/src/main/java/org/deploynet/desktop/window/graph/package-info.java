/** The upload graph: ranges, curve, the same as a table. JavaFX thread only. */
package org.deploynet.desktop.window.graph;
