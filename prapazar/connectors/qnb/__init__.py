"""QNB eSolutions (eFinans), the e-invoice provider."""
