"""The coordinator's grid in the browser: a static page that talks to the same REST API as programs do."""

from integrations.sheets_server.grid.routes import routes

__all__ = ["routes"]
