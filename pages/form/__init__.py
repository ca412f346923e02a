"""The public form, made from the programme document."""
