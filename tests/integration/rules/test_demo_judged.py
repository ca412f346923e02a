"""Invented responses, written to a file, read and judged: every kind of mess is found, and nothing else."""

from pathlib import Path

import pytest

from integrations.demo import Extra, demo_manifest, demo_table
from integrations.programmes import read_programme, shipped
from integrations.tables import read_table, write_table
from rules.keys import assign_keys
from rules.reading import read
from rules.validation import validate


@pytest.mark.parametrize("programme_id", shipped())
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_findings_are_what_the_manifest_says(tmp_path: Path, programme_id: str, kind: str, seed: int) -> None:
    """Row by row the codes agree: what is messy is found, what is only unusual is not."""
    programme = read_programme(programme_id)
    path = tmp_path / f"demo.{kind}"
    write_table(path, demo_table(programme, applications=120, seed=seed, extras=list(Extra)))
    applications = assign_keys(read(programme, read_table(path)).applications)
    judgements = validate(programme, applications)
    found = {a.row: tuple(sorted(f.code for f in judgements[a.key].findings)) for a in applications}
    manifest = demo_manifest(programme, applications=120, seed=seed, extras=list(Extra))
    assert found == {row.row: row.codes for row in manifest}
