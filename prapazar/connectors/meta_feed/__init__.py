"""Meta kataloğu (dosya): a feed; its manifest and its profile say all there is."""
