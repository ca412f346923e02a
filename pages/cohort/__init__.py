"""The cohorts: who is in, moving them, and a proposal for the whole allocation."""
