"""The kinds of request in a batchUpdate, one module per group, each a plain function on a draft workbook."""
