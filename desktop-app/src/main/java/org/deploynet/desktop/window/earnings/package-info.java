/** The Earnings screen: what was measured, what became of it, by day and by site. */
package org.deploynet.desktop.window.earnings;
