"""Explanations of an allocation: codes and numbers, each proved; the words are in `wording`."""
