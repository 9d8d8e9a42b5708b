"""Spreadsheets in and out: CSV and XLSX, row by row, never a whole file in memory."""

from prapazar.foundation.sheets.reading import Sheet, SheetUnreadable, open_sheet
from prapazar.foundation.sheets.writing import Cell, CsvForm, csv_chunks, write_xlsx

__all__ = ["Cell", "CsvForm", "Sheet", "SheetUnreadable", "csv_chunks", "open_sheet", "write_xlsx"]
