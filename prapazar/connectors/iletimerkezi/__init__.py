"""İleti Merkezi: SMS in Türkiye."""
