"""Jobs of connections: how often they run, whether they may, and how their last runs went."""
