"""`samhold`: the work of the desk from a terminal."""

from cli.commands import app, main

__all__ = ["app", "main"]
