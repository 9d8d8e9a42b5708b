"""The product spreadsheet: its columns, its rows, what a row would change, and the way out."""
