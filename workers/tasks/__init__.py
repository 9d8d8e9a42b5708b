"""Tasks, one module per subject: each takes ids, calls one flow, and may run twice."""
