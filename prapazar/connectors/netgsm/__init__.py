"""NetGSM: SMS in Türkiye."""
