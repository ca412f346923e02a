"""From placements to an answer of the program: what is missing and which branches are there follows."""

from collections.abc import Mapping

from rules.allocation.program import Count, Program


def completed(program: Program, placed: Mapping[str, str]) -> tuple[int, ...]:
    """The answer with these placements (key -> cohort), whether the program allows it or not."""
    answer = [int(placed.get(column.key) == column.cohort) for column in program.columns]
    answer += [0] * len(program.extras)
    rows = {row.columns[-1]: row for row in program.rows if row.columns}
    start = len(program.columns)
    for i, extra in enumerate(program.extras, start=start):
        row, most = rows[i], program.bounds[i][1]
        total = row.total(answer)
        if extra.count is Count.BRANCH_PRESENT:
            answer[i] = min(total, most)
        else:
            answer[i] = min(max(row.lower - total, 0), most)
    return tuple(answer)
