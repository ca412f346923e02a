"""The queue: choosing what to show, and in which order."""
