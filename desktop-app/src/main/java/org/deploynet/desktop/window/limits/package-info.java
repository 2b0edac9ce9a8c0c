/** The Limits screen: how fast, when and how much is shared. */
package org.deploynet.desktop.window.limits;
