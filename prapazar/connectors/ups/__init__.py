"""UPS, the carrier, through its global REST interface."""
