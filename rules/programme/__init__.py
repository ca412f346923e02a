"""The programme document: everything that differs between programmes, as data."""
