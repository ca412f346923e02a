"""Judging applications by a programme's rules, incrementally: what did not change is not judged again."""

from collections.abc import Collection, Iterable, Sequence, Set

from rules.application import Application
from rules.checks.base import Context, RowRule, TableRule
from rules.finding import Finding, Judgement
from rules.programme.model import Programme
from rules.reading.unreadable import CELL_ERROR, unreadable


def validate(programme: Programme, applications: Sequence[Application]) -> dict[str, Judgement]:
    """The judgements by key. ValueError where a key is missing or repeated (see `rules.keys.assign_keys`)."""
    return Validator(programme).judge(applications)


class Validator:
    """Remembers what it found, so that one changed row costs one row and the blocks that it is compared in.

    `row_checks` and `block_checks` count what was judged since it was made. Not for several threads.
    """

    def __init__(self, programme: Programme) -> None:
        self.row_checks = 0
        self.block_checks = 0
        self._programme = programme
        self._context = programme.context
        self._row_rules = tuple(rule for rule in programme.rules if isinstance(rule, RowRule))
        self._tables = tuple(_Blocks(rule) for rule in programme.rules if isinstance(rule, TableRule))
        self._known: dict[str, Application] = {}
        self._active: Set[str] = frozenset()
        self._row_findings: dict[str, tuple[Finding, ...]] = {}
        self._judgements: dict[str, Judgement] = {}

    def judge(
        self, applications: Sequence[Application], *, inactive: Collection[str] = ()
    ) -> dict[str, Judgement]:
        """The judgements by key, in the order given.

        `inactive` are keys of applications that others are not compared with: withdrawn ones, say.
        ValueError where a key is missing or repeated.
        """
        given = {application.key: application for application in applications}
        if len(given) != len(applications) or "" in given:
            raise ValueError("every application needs a key of its own")
        read = self._row_pass(given)
        touched = self._table_pass(given, given.keys() - set(inactive), read)
        for key in (read | touched) & given.keys():
            self._judgements[key] = self._judgement(key)
        self._known = given
        return {key: self._judgements[key] for key in given}

    def _row_pass(self, given: dict[str, Application]) -> set[str]:
        """Judges rows whose answers changed; where only the address changed, the findings get the new one."""
        for key in self._known.keys() - given.keys():
            self._row_findings.pop(key, None)
            self._judgements.pop(key, None)
        touched = set[str]()
        for key, application in given.items():
            before = self._known.get(key)
            if before is application:
                continue
            touched.add(key)
            if before and _same_answers(before, application):
                self._row_findings[key] = _moved(self._row_findings[key], application)
            else:
                self._row_findings[key] = tuple(self._check(application))
        return touched

    def _check(self, application: Application) -> Iterable[Finding]:
        self.row_checks += 1
        found = tuple(unreadable(self._programme, application))
        broken = {finding.field for finding in found if finding.code == CELL_ERROR}
        yield from found
        for rule in self._row_rules:
            yield from (f for f in rule.check(application, self._context) if f.field not in broken)

    def _table_pass(self, given: dict[str, Application], active: Set[str], read: Set[str]) -> set[str]:
        changed = {key: given[key] for key in (read & active) | (active - self._active)}
        gone = self._active - active
        touched = set[str]()
        for table in self._tables:
            touched |= table.update(changed, gone, self._context)
        self.block_checks = sum(table.checks for table in self._tables)
        self._active = active
        return touched

    def _judgement(self, key: str) -> Judgement:
        tables = (finding for table in self._tables for finding in table.findings_on(key))
        return Judgement.model_construct(key=key, findings=(*self._row_findings[key], *tables))


class _Blocks:
    """One rule over several rows, with its applications in blocks and what it found in each."""

    def __init__(self, rule: TableRule) -> None:
        self.checks = 0
        self._rule = rule
        self._block: dict[str, str] = {}
        self._members: dict[str, dict[str, Application]] = {}
        self._found: dict[str, dict[str, tuple[Finding, ...]]] = {}

    def findings_on(self, key: str) -> tuple[Finding, ...]:
        return self._found.get(self._block.get(key, ""), {}).get(key, ())

    def update(self, changed: dict[str, Application], removed: Collection[str], context: Context) -> set[str]:
        """Judges the blocks concerned again; the keys on which the findings may be others now."""
        dirty = {self._leave(key) for key in (*removed, *changed)}
        dirty |= {self._enter(key, application, context) for key, application in changed.items()}
        touched = set[str]()
        for block in dirty - {""}:
            touched |= self._found.get(block, {}).keys()
            self._found[block] = self._judged(block, context)
            touched |= self._found[block].keys()
        return touched

    def _leave(self, key: str) -> str:
        block = self._block.pop(key, "")
        if block:
            del self._members[block][key]
        return block

    def _enter(self, key: str, application: Application, context: Context) -> str:
        block = self._rule.block(application, context)
        if block:
            self._block[key] = block
            self._members.setdefault(block, {})[key] = application
        return block

    def _judged(self, block: str, context: Context) -> dict[str, tuple[Finding, ...]]:
        self.checks += 1
        members = sorted(self._members[block].values(), key=lambda a: (a.row, a.key))
        found: dict[str, tuple[Finding, ...]] = {}
        for key, finding in self._rule.check_block(members, context):
            found[key] = (*found.get(key, ()), finding)
        return found


def _same_answers(one: Application, other: Application) -> bool:
    """True where both say the same and came at the same time, wherever they stand."""
    if one.first_seen != other.first_seen or one.answers.keys() != other.answers.keys():
        return False
    answers = ((answer, other.answers[name]) for name, answer in one.answers.items())
    return all(a.raw == b.raw and a.text == b.text and a.value == b.value for a, b in answers)


def _moved(findings: tuple[Finding, ...], application: Application) -> tuple[Finding, ...]:
    return tuple(f.model_copy(update={"cell": application.cell(f.field)}) for f in findings)
