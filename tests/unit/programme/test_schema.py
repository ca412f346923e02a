"""The JSON Schema that lets editors complete and check programme documents."""

import json
import tomllib
from datetime import date, datetime
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from integrations.programmes import document, shipped
from rules.programme.schema import keys_at, schema


def as_json(value: object) -> object:
    """A TOML value as editors hand it to a JSON Schema: dates and times as TOML writes them."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def complaints(document: dict[str, object]) -> list[str]:
    """Where the schema finds a document at fault."""
    validator = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    return sorted(error.json_path for error in validator.iter_errors(as_json(document)))


def test_schema_is_a_schema_of_draft_2020_12() -> None:
    """Editors read it by the draft that it names."""
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_committed_schema_is_up_to_date() -> None:
    """The file beside the documents is what the models say today; `samhold programme schema` prints it."""
    committed = files("programmes").joinpath("programme.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == schema(), "samhold programme schema > programmes/programme.schema.json"


@pytest.mark.parametrize("programme_id", shipped())
def test_shipped_document_fits_the_schema(programme_id: str) -> None:
    """No editor marks a fault in a document that ships."""
    assert complaints(tomllib.loads(document(programme_id))) == []


@pytest.mark.parametrize("programme_id", shipped())
def test_shipped_document_names_the_schema(programme_id: str) -> None:
    """The first line tells the editor where the schema is."""
    assert document(programme_id).splitlines()[0] == "#:schema programme.schema.json"


def test_schema_marks_what_the_models_refuse() -> None:
    """A misspelt key, a rule without a kind, a missing status and a time with an offset are marked."""
    faulty = tomllib.loads(document("network"))
    faulty["cohorts"][0]["grops_max"] = 3
    del faulty["rules"][1]["kind"]
    del faulty["statuses"]["offered"]
    faulty["window"]["opens"] = "2024-05-01T00:00:00Z"
    assert complaints(faulty) == ["$.cohorts[0]", "$.rules[1]", "$.statuses", "$.window.opens"]


def test_every_part_of_a_document_is_described() -> None:
    """Whoever hovers over a table in an editor reads what it is for."""
    defs = schema()["$defs"]
    assert isinstance(defs, dict)
    described = {name for name, part in defs.items() if isinstance(part, dict) and part.get("description")}
    assert described == set(defs)


def test_keys_at_knows_the_table_behind_lists_references_and_kinds() -> None:
    """What may stand in a table depends on where it is and on the kind of rule."""
    given = {"rules": [{"kind": "phone"}, {"kind": "size"}], "cohorts": [{"meetings": [{}]}]}
    assert keys_at(("cohorts", 0, "meetings", 0), given) == ("starts", "ends", "venue", "address")
    assert keys_at(("rules", 0), given) == ("message", "question", "outcome", "kind", "fields")
    assert keys_at(("rules", 1, "too_many"), given) == ("message", "question", "outcome")
    assert keys_at(("cohorts", 0, "nowhere"), given) == ()
