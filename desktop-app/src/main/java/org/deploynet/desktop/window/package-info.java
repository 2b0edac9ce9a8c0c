/** The window: its scene, theme and navigation. JavaFX is loaded when the first one opens. */
package org.deploynet.desktop.window;
