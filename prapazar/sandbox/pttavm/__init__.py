"""A pretend PTT AVM, as its documents describe it: Turkish fields, bare lists, work done later, barcodes of PTT."""
