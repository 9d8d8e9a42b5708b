"""Files kept with a record: invoices, labels, pictures, evidence."""
