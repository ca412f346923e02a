"""Sync between journal and sheet: observes what people did, writes what was decided. It calls nobody."""
