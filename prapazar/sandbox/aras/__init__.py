"""A pretend Aras Kargo, written from what is known of the carrier's documents alone."""
