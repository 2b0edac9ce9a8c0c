/** Small parts that screens are made of, and the way to the JavaFX thread. */
package org.deploynet.desktop.window.parts;
