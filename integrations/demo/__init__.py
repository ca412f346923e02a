"""Invented responses as a Google Form leaves them, with every kind of mess in known proportion."""

from integrations.demo.mess import CODES, SHARES, Mess, counts
from integrations.demo.responses import DemoRow, Extra, demo_manifest, demo_table

__all__ = ["CODES", "SHARES", "DemoRow", "Extra", "Mess", "counts", "demo_manifest", "demo_table"]
