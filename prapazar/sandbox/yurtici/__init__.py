"""A pretend Yurtiçi Kargo, written from the carrier's documents alone."""
