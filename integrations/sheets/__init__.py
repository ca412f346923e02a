"""The spreadsheet service, through gspread: one reader, one writer, errors by name, calls counted."""
