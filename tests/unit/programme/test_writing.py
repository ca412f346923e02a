"""Programmes as TOML text, and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.programmes import read_programme, shipped
from rules.base import Text
from rules.programme.loading import load
from rules.programme.writing import dump

NETWORK = read_programme("network")


@pytest.mark.parametrize("programme_id", shipped())
def test_dumped_programme_is_read_back_the_same(programme_id: str) -> None:
    """Nothing is lost or changed on the way to text and back."""
    programme = read_programme(programme_id)
    assert load(dump(programme)) == programme


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text("\r\n\\\"'{} =#", max_size=12))
def test_dumped_text_is_read_back_the_same_whatever_its_characters(one: str, other: str) -> None:
    """Quotes, backslashes, line breaks and control characters survive."""
    programme = NETWORK.model_copy(
        update={"title": Text(da=one, en=other), "description": Text(da=other, en=one)}
    )
    assert load(dump(programme)) == programme


def test_dump_leaves_out_what_is_as_usual() -> None:
    """A rule with its usual wording is its kind alone, so that a document stays readable."""
    assert '[[rules]]\nkind = "email"\n\n[[rules]]\nkind = "phone"\n' in dump(NETWORK)
