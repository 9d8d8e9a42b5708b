"""Steps that join our books with a provider: import orders, push stock, publish prices."""
