/** The Cache screen: how the disk does, fill, limits, care, sites. JavaFX thread only. */
package org.deploynet.desktop.window.cache;
