/** The Overview: state, figures, graph, cards, sites. JavaFX thread only. */
package org.deploynet.desktop.window.overview;
