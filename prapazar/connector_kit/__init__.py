"""The contract every connector fulfils, and the toolbox it uses."""
