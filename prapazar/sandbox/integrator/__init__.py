"""What pretend integrators have in common: the office that takes documents, and what GİB does with them."""
