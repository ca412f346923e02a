"""Cohort allocation: who gets a place in which cohort, and in which order the others wait."""
