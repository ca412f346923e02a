"""`samhold audit`: the chain of all changes, listed and verified."""

from collections.abc import Iterator
from typing import Annotated

import typer
from pydantic import JsonValue

from cli.audit_words import BREAKS, CHANGES, SOURCES
from cli.desking import By, acting
from cli.exits import Exit
from cli.options import AsJson, Lang
from cli.output import lines, reporting, show
from desk import open_desk
from integrations.journal.audit import Link
from integrations.journal.proof import Break, Proof
from integrations.settings import Settings
from rules.base import Language, Text
from rules.checks.masking import mask
from rules.keys import normalised
from texts import moment, speaking

commands = typer.Typer(
    help="Who changed what, when, from where, before and after; and that nobody has changed that since.",
    no_args_is_help=True,
)


@commands.command()
def verify(
    first: Annotated[int, typer.Option("--from", metavar="N", min=1, help="Trust the links before N.")] = 1,
    expect: Annotated[
        str, typer.Option(metavar="HEAD", help="A head noted earlier; it must be in the chain.")
    ] = "",
    *,
    by: By,
    lang: Lang = "da",
    json: AsJson = False,
) -> None:
    """Recompute the chain and compare it with the tables; print how many links there are, and the head.

    Note the head outside this machine: with --expect it shows later that nothing before it was rewritten.

    JSON: `{"count", "head", "broken": null | {"code", "number", "at", "key"}}`. Exit code 1 where broken.
    """
    with reporting(json), speaking(lang):
        proof = open_desk(Settings()).verify_audit(acting(by), first=first, expect=expect.strip())
        show(proof) if json else lines(_verdict(proof, lang))
        if proof.broken:
            raise typer.Exit(Exit.FOUND)


@commands.command("show")
def show_links(
    key: Annotated[str, typer.Option("--key", metavar="KEY", help="Only this application.")] = "",
    *,
    by: By,
    lang: Lang = "da",
    json: AsJson = False,
) -> None:
    """List the changes, oldest first.

    JSON: `{"links": [{"number", "at", "by", "source", "cause", "what", "key", "before", "after", "words",
    "hash"}]}`; words is null where they have been erased.
    """
    with reporting(json), speaking(lang):
        found = open_desk(Settings()).audit(acting(by), normalised(key) or key)
        if json:
            show({"links": [_plain(link) for link in found]})
        else:
            lines(_line(link, lang) for link in found)


def _verdict(proof: Proof, lang: Language) -> Iterator[str]:
    if proof.broken is None:
        yield _WHOLE.say(lang, count=proof.count)
    else:
        yield _broken(proof.broken, lang)
    yield _HEAD.say(lang, head=proof.head)


def _broken(found: Break, lang: Language) -> str:
    at = moment(found.at) if found.at else "–"
    told = BREAKS[found.code].say(lang)
    return _BROKEN.say(lang, number=found.number or "–", at=at, key=found.key or "–", told=told)


def _line(link: Link, lang: Language) -> str:
    who = " ".join(part for part in (link.by, f"({_word(SOURCES, link.source, lang)})") if part)
    parts = (str(link.number), moment(link.at), who, link.key or "–", _word(CHANGES, link.what, lang))
    return "  ".join((*parts, _change(link, lang))).rstrip()


def _change(link: Link, lang: Language) -> str:
    """What it was and what it became, where that differs; then the words."""
    before = {name: f"{_said(was)} → " for name, was in link.before.items()}
    facts = [
        f"{name}: {before.get(name, '')}{_said(now)}"
        for name, now in link.after.items()
        if name not in _QUIET and now != link.before.get(name) and (name in before or now)
    ]
    words = [f"{name}: {_said(word)}" for name, word in (link.words or {}).items() if name not in _QUIET]
    words += [_ERASED.say(lang)] if link.words is None else []
    return mask("; ".join((*facts, *words)))


def _said(value: JsonValue) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value)


def _word(words: dict[str, Text], code: str, lang: Language) -> str:
    return words[code].say(lang) if code in words else code


def _plain(link: Link) -> JsonValue:
    found: dict[str, JsonValue] = link.model_dump(mode="json")
    return found


_QUIET = frozenset({"at", "by", "source", "since", "op_id", "basis", "answers"})
"""What the list leaves out, because it stands in the line already or says nothing to people; JSON has it."""
_WHOLE = Text(da="Kæden er hel: {count} led.", en="The chain is whole: {count} links.")
_HEAD = Text(da="Sidste hash (skriv den ned et andet sted): {head}", en="Head (note it elsewhere): {head}")
_BROKEN = Text(
    da="Kæden er brudt ved led {number} ({at}, sag {key}): {told}",
    en="The chain is broken at link {number} ({at}, case {key}): {told}",
)
_ERASED = Text(da="ordene er slettet", en="the words have been erased")
