"""The JSON Schema of programme documents, for editors; and what it allows at a place in a document."""

from collections.abc import Mapping
from typing import cast, get_args

from pydantic import JsonValue
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DatetimeSchema, NullableSchema, WithDefaultSchema

from rules.checks import Rule
from rules.checks.base import RowRule, TableRule
from rules.programme.fault import Loc
from rules.programme.model import Programme
from rules.state import Status

Json = dict[str, JsonValue]
_LOCAL = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"


class _Generate(GenerateJsonSchema):
    """JSON Schema as TOML needs it: no null, and local date-times (`date-time` insists on an offset)."""

    def datetime_schema(self, schema: DatetimeSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": _LOCAL}

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default", ...) is None:
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)


def schema() -> Json:
    """The JSON Schema (draft 2020-12) of a programme document; dates and times as TOML writes them."""
    made = cast(Json, Programme.model_json_schema(schema_generator=_Generate))
    for rule in get_args(get_args(Rule)[0]):
        _object(_object(made["$defs"])[rule.__name__])["required"] = _required(rule)
    _object(_object(made["properties"])["statuses"])["required"] = [str(status) for status in Status]
    return {"$schema": GenerateJsonSchema.schema_dialect, **made, "title": "Samhold: programme"}


def _required(rule: type[RowRule | TableRule]) -> list[JsonValue]:
    """A rule's `kind` has a default in code, but a document must say which rule it means."""
    return ["kind", *(name for name, field in rule.model_fields.items() if field.is_required())]


def keys_at(loc: Loc, document: Mapping[str, object]) -> tuple[str, ...]:
    """The names that may stand in the table at this place of the document."""
    whole = schema()
    node: Json = whole
    at: object = document
    for part in loc:
        at = _child(at, part)
        node = _resolved(whole, _step(node, part), at)
    return tuple(_object(node.get("properties")))


def shape(section: str) -> str:
    """How a section of the document is written: "table", "tables" (a list of them), or "value"."""
    whole = schema()
    node = _resolved(whole, _step(whole, section), None)
    if node.get("type") == "object" and "da" not in _object(node.get("properties")):
        return "table"
    items = _object(node.get("items"))
    return "tables" if "$ref" in items or "oneOf" in items else "value"


def _step(node: Json, part: str | int) -> Json:
    if isinstance(part, int):
        return _object(node.get("items"))
    return _object(_object(node.get("properties")).get(part) or node.get("additionalProperties"))


def _resolved(whole: Json, node: Json, value: object) -> Json:
    """The node behind references and the choice that `kind` makes among rules."""
    if isinstance(reference := node.get("$ref"), str):
        name = reference.removeprefix("#/$defs/")
        return _resolved(whole, _object(_object(whole["$defs"]).get(name)), value)
    if isinstance(value, dict) and "discriminator" in node:
        mapping = _object(_object(node["discriminator"]).get("mapping"))
        return _resolved(whole, {"$ref": mapping.get(str(value.get("kind")))}, value)
    return node


def _child(value: object, part: str | int) -> object:
    if isinstance(value, dict):
        return cast(object, value.get(part))
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return cast(object, value[part])
    return None


def _object(value: JsonValue) -> Json:
    return value if isinstance(value, dict) else {}
