"""The support desk: tickets with their clock, feedback, and what was spoken with customers."""
