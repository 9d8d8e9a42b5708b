"""Reports: questions about sales, goods, parcels, documents and work, answered from daily sums."""
