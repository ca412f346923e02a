"""The JSON Schema of programme documents, for editors; and what it allows at a place in a document."""

from collections.abc import Mapping
from typing import cast

from pydantic import JsonValue
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import DatetimeSchema

from rules.programme.fault import Loc
from rules.programme.model import Programme

Json = dict[str, JsonValue]
_LOCAL = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$"


class _Generate(GenerateJsonSchema):
    """A pattern for TOML's local date-times: `date-time` of JSON Schema insists on an offset."""

    def datetime_schema(self, schema: DatetimeSchema) -> JsonSchemaValue:
        return {"type": "string", "pattern": _LOCAL}


def schema() -> Json:
    """The JSON Schema (draft 2020-12) of a programme document; dates and times as TOML writes them."""
    made = cast(Json, Programme.model_json_schema(schema_generator=_Generate))
    return {"$schema": GenerateJsonSchema.schema_dialect, **made, "title": "Samhold: programme"}


def keys_at(loc: Loc, document: Mapping[str, object]) -> tuple[str, ...]:
    """The names that may stand in the table at this place of the document."""
    whole = schema()
    node: Json = whole
    at: object = document
    for part in loc:
        at = _child(at, part)
        node = _resolved(whole, _step(node, part), at)
    return tuple(_object(node.get("properties"))) + tuple(
        str(name) for name in _list(_object(node.get("propertyNames")).get("enum"))
    )


def _step(node: Json, part: str | int) -> Json:
    if isinstance(part, int):
        return _object(node.get("items"))
    return _object(_object(node.get("properties")).get(part) or node.get("additionalProperties"))


def _resolved(whole: Json, node: Json, value: object) -> Json:
    """The node behind references, nullability and the choice that `kind` makes among rules."""
    if isinstance(reference := node.get("$ref"), str):
        name = reference.removeprefix("#/$defs/")
        return _resolved(whole, _object(_object(whole["$defs"]).get(name)), value)
    if options := [o for o in _list(node.get("anyOf")) if _object(o).get("type") != "null"]:
        return _resolved(whole, _object(options[0]), value)
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


def _list(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []
