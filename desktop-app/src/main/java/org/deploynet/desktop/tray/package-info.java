/**
 * The icon beside the clock: what it shows is data ({@code TrayFace}), which {@code TrayWords} makes of the engine's condition
 * and a {@code Tray} shows in the way of the system.
 */
package org.deploynet.desktop.tray;
