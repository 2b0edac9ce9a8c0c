/** The Sites screen: what is served and what not, and what its owner decides about single sites. */
package org.deploynet.desktop.window.sites;
