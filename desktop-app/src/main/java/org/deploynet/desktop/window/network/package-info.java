/** The Connections screen: the browsers served now. */
package org.deploynet.desktop.window.network;
