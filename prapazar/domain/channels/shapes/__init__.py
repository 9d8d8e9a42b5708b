"""What the answers of channels look like, learned, and the alarm when it changes."""
