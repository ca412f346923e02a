"""The journal: what was seen, decided and written, on SQLite or PostgreSQL. State lives here alone."""
