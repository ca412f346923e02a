"""A journal as a released version leaves it, kept as a fixture for the tests of migrations.

`python -m tests.releases` with the code of the version to be released writes
`tests/data/journal/<version>-<revision>.json`: every row of every table, of a round with every kind of thing
in it. People and places in it are invented.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import JSON, DateTime, Engine, MetaData, Table, select, text

from desk.opening import put_in_force
from integrations import programmes
from integrations.journal.migrate import latest
from rules.base import Cell
from rules.columns import COHORT, REMARK, STATUS
from rules.people import Actor, Role
from rules.programme.loading import load as read
from rules.state import Source, Status
from tests.world import KAREN, MIKKEL, World

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "data" / "journal"
EVA = Actor(name="Eva Lund", email="eva@spark.example", role=Role.ADMINISTRATOR, source=Source.CLI)


_ANSWERS: dict[str, Cell] = {
    "email": "bo@havn.example",
    "municipality": "Odense",
    "workplace": "Havneskolen",
    "branch": "Skole",
    "sector": "Kommunal",
    "group_kind": "TRIO",
    "size": 3.0,
    "participants": "Bo Havn, leder, bo@havn.example\nTim Kaj, TR, tim@x.example\nLiv Mo, AMR, liv@x.example",
    "leader_name": "Bo Havn",
    "leader_email": "bo@havn.example",
    "leader_phone": "55123456",
    "representative_name": "Tim Kaj",
    "representative_role": "TR",
    "representative_email": "tim@havn.example",
    "representative_phone": "55123457",
    "wish_1": "Odense",
    "decided": "Ja",
}


class Release(NamedTuple):
    """A released version, the revision of its tables, and where its journal is kept."""

    version: str
    revision: str
    path: Path


def releases() -> Iterator[Release]:
    """Every release that has a fixture."""
    for path in sorted(FOLDER.glob("*.json")):
        number, revision = path.stem.split("-")
        yield Release(number, revision, path)


def load(engine: Engine, release: Release) -> None:
    """Fill the tables of that revision, which must be there and empty."""
    tables = _reflected(engine)
    rows: dict[str, list[dict[str, Any]]] = json.loads(release.path.read_text(encoding="utf-8"))
    with engine.begin() as connection:
        for table in tables:
            if found := rows.get(table.name):
                connection.execute(table.insert(), [_row(table, row, engine) for row in found])
        if engine.dialect.name == "postgresql":
            _count_on(connection, tables)


def _count_on(connection: Any, tables: list[Table]) -> None:
    """Numbers that PostgreSQL gives go on after those that are there."""
    for table in tables:
        for column in table.primary_key.columns:
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, :column)"),
                {"table": table.name, "column": column.name},
            )
            if sequence:
                last = connection.scalar(select(column).order_by(column.desc()).limit(1)) or 0
                connection.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": last + 1})


def _reflected(engine: Engine) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(engine)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


def _row(table: Table, row: dict[str, Any], engine: Engine) -> dict[str, Any]:
    return {name: _value(table, name, value, engine) for name, value in row.items()}


def _value(table: Table, name: str, value: Any, engine: Engine) -> Any:
    if value is None or not isinstance(table.c[name].type, DateTime):
        return value
    moment = datetime.fromisoformat(value)
    return moment if engine.dialect.name == "postgresql" else moment.replace(tzinfo=None)


def dump(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as JSON holds it."""
    found: dict[str, list[dict[str, Any]]] = {}
    with engine.connect() as connection:
        for table in _reflected(engine):
            rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [{name: _plain(table, name, row[name]) for name in row} for row in rows]
    return found


def _plain(table: Table, name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat() + "+00:00"
    if isinstance(table.c[name].type, JSON) and isinstance(value, str):
        return json.loads(value)
    return value


def round_of(folder: Path) -> World:
    """A round with every kind of thing in it: answers corrected, hand edits, conflicts, undo, a lost row."""
    roomy = programmes.document("network-2024")
    narrow = roomy.replace("participants_max = 45", "participants_max = 3")
    world = World(folder, seed=7, programme=read(narrow))
    put_in_force(world.journal, roomy)
    world.desk.activate_programme(EVA, narrow)
    names = ("Nord", "Syd", "Øst", "Vest", "Midt", "Ås", "Ny")
    north, south, east, west, middle, ridge, new = world.arrive(*(f"{name}skolen Aarhus" for name in names))
    world.people.respond("Storskolen Odense", "stor@skole.example", group_kind="TRIO", size=8.0)
    world.desk.submit(_ANSWERS, "en-browsers-mærke")
    world.tick(2)
    large = next(case.key for case in world.desk.board(KAREN).cases if case.size == 8)
    world.decide(large, Status.APPROVED, "odense", reason="plads nok")
    world.decide(north, Status.APPROVED, "aarhus", remark="ring først", reason="passer godt")
    world.decide(south, Status.WAITLISTED, actor=MIKKEL, remark="venter på svar")
    world.decide(east, Status.DECLINED, reason="for sent")
    world.decide(west, Status.APPROVED, "odense")
    world.tick(2)
    world.desk.undo(KAREN, west, 1)
    _people_at_the_sheet(world, south, east, middle, ridge)
    world.people.delete_row(world.people.row_of(new))
    world.tick(2)
    world.decide(north, Status.CONFIRMED, "aarhus", remark="ring først")  # stays on its way
    return world


def _people_at_the_sheet(world: World, south: str, east: str, middle: str, ridge: str) -> None:
    people = world.people
    people.type(people.row_of(south), "Arbejdsplads", "Sydskolen i Aarhus")
    people.type(people.row_of(middle), STATUS, "Godkendt")
    people.type(people.row_of(middle), COHORT, "Aarhus")
    people.type(people.row_of(ridge), STATUS, "måske")
    world.tick(2)
    world.decide(east, Status.RECEIVED, reason="alligevel rettidig")
    people.type(people.row_of(east), REMARK, "set af koordinator")
    world.tick(2)
    people.type(people.row_of(south), REMARK, "har ringet")  # while we change it, too
    world.decide(south, Status.WAITLISTED, remark="har skrevet")
    world.tick(2)


def main() -> None:
    """Write the fixture of this version."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        world = round_of(Path(folder))
        path = FOLDER / f"{version('samhold')}-{latest()}.json"
        path.write_text(
            json.dumps(dump(world.journal.engine), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        print(path, {name: len(rows) for name, rows in dump(world.journal.engine).items()})


if __name__ == "__main__":
    main()
