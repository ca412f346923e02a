"""People's text as text."""

import pytest

from pages.safe import Markup, joined, markup, plain


def test_markup_escapes_values() -> None:
    """A value can neither open a tag nor leave an attribute."""
    made = markup('<a title="{}">{}</a>', '" onclick="x', "<b>&</b>")
    assert made == '<a title="&quot; onclick=&quot;x">&lt;b&gt;&amp;&lt;/b&gt;</a>'


def test_markup_keeps_markup() -> None:
    """What was made here already is not escaped twice."""
    assert markup("<p>{}</p>", joined([Markup("<i>a</i>"), markup("{}", "<")], " ")) == "<p><i>a</i> &lt;</p>"


def test_markup_takes_braces_in_values() -> None:
    """A value with braces is text like any other."""
    assert markup("{}", "{0} {x}") == "{0} {x}"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Deltagere (navn, rolle)", "Deltagere (navn, rolle)"),
        ("*fed* _skrå_", r"\*fed\* \_skrå\_"),
        ("![x](y)", r"!\[x\](y)"),
        (":red[x]", ":\u2060red\\[x\\]"),
        ("1. prioritet", r"1\. prioritet"),
        ("# x\n- y", r"\# x - y"),
        ("lone@skole.example", "lone@\u2060skole.example"),
    ],
)
def test_plain_label(text: str, label: str) -> None:
    """Only what markdown would take is changed, so that screen readers read the words."""
    assert plain(text) == label
