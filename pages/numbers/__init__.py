"""Counting applications, and plotting the counts."""
