"""A pretend NetGSM: SMS by REST v2, reports by job."""
