"""Invoices, despatch and credit notes: numbers without gaps, official checks, providers, what is paid."""
