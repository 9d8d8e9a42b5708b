"""Cimri: a feed; its manifest and its profile say all there is."""
