"""The pretend Hepsiburada: several hosts, each with its own manners, under one prefix."""
