package org.deploynet.desktop.tray.icon;

/** A square picture, row by row from the top left, as 0xAARRGGBB without premultiplied colours. The array is not copied. */
public record Pixels(int side, int[] argb) {}
