"""Cohort allocation: who gets a place in which cohort, and in which order the others wait."""

from rules.allocation.solving import solve

__all__ = ["solve"]
