"""Every seed that ever failed, with what it was; a seed tells the same history under one commit only."""

from typing import NamedTuple


class Failed(NamedTuple):
    """One seed, how rough its history was, and what was wrong."""

    seed: int
    kind: str
    why: str


FAILED = (
    Failed(19, "calm", "a stamp over a row that an earlier stamp of ours had hit was taken for a miss"),
    Failed(117, "calm", "columns moved twice, before a write and again before its repair"),
    Failed(138, "calm", "they moved during the repair too, and what that covered was not on record"),
    Failed(50052, "harsh", "a word of ours in a wrong row was cleared by hand: that says nothing of the row"),
    Failed(50085, "harsh", "a word typed beside a key that had hit a blank row stayed, and no item named it"),
    Failed(70048, "calm", "a word typed and taken back before anyone looked is no edit"),
    Failed(1212, "wild", "two rows without a time stamp shared one item, which went to and fro for ever"),
    Failed(1305, "wild", "the same word beside two blank rows: the same to and fro"),
    Failed(1234, "wild", "a person said that a row with another application's answers is the same one"),
    Failed(2006, "wild", "the same, after the form's columns had been sorted apart from the keys"),
    Failed(1279, "wild", "what a write of ours hit is not told apart while the ledger is deleted"),
    Failed(1288, "wild", "a stray word of ours went when people restored an earlier version"),
    Failed(7213, "wild", "columns moved before an append and before its repair: the answers stood twice"),
    Failed(8239, "harsh", "the same, with nothing but two inserted columns and one moved"),
    Failed(930049, "harsh", "a word typed beside answers of ours under wrong headers is a stray, nobody's"),
    Failed(910012, "harsh", "a word typed and taken back before its row's key was confirmed is no edit"),
)
