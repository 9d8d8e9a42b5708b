"""PTT Kargo, the parcels of the post office."""
