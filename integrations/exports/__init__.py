"""Safe exports: any table as CSV or XLSX, without live formulas and with CPR numbers masked."""

from integrations.exports.delimited import to_csv
from integrations.exports.table import ExportTable, ExportValue
from integrations.exports.workbook import to_xlsx

__all__ = ["ExportTable", "ExportValue", "to_csv", "to_xlsx"]
