"""Formulas: read into a tree, evaluate, and follow rows and columns that move."""
