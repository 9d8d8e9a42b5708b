"""Akakçe: a feed; its manifest and its profile say all there is."""
