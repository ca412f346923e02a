"""Alembic's entry: runs the migrations on the connection that `integrations.journal.migrate` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from integrations.journal.tables import metadata


def _render(kind: str, thing: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the plain ones they rest on: migrations must not change with code."""
    return f"sa.{thing.impl!r}" if kind == "type" and isinstance(thing, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
