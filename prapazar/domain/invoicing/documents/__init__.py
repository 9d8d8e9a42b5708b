"""E-documents on plain values: amounts, UBL-TR, the official checks, and the paper. No database."""
