"""Bugs between a decision and its write: journal, outbox, attempts, tokens, batches."""

from tests.simulation.bugs.planting import bug

_SYNC = "integrations.sync.sync:Sync."
_STORE = "integrations.sync.store:"
_PLANNER = "integrations.sync.plan:Planner."
_SETTLING = "integrations.sync.settle:Settling."

SENDING = (
    bug(
        "acknowledged-before-commit",
        "A decision is acknowledged, and the commit that was to keep it fails without a word.",
        (
            "integrations.journal.journal:Journal.write",
            "work.finish()",
            "work.finish()\n        if work.change % 7 == 0:\n            connection.rollback()",
        ),
    ),
    bug(
        "outbox-row-dropped",
        "Some decisions go into the journal without an order to write them.",
        (
            "desk.office:Sitting.keep",
            "    outbox.queue(",
            "    (lambda *_: None) if decision.remark == 'ring' else outbox.queue(",
        ),
    ),
    bug(
        "settled-when-sent",
        "An outbox row counts as written as soon as it is sent, whatever comes of it.",
        (f"{_STORE}record", "OutboxState.SENT", "OutboxState.SETTLED"),
        (f"{_STORE}lost", "OutboxState.UNKNOWN", "OutboxState.SETTLED"),
        (f"{_STORE}refused", "OutboxState.QUEUED", "OutboxState.SETTLED"),
    ),
    bug(
        "lost-is-refused",
        "A lost reply is taken for a refusal: nobody looks, everything is sent again under a new token.",
        (f"{_SYNC}_send", "(BadRequest, OutcomeUnknown)", "BadRequest"),
    ),
    bug(
        "lost-is-applied",
        "A lost reply is taken for a success: nobody looks.",
        (f"{_STORE}lost", "Outcome.UNKNOWN", "Outcome.APPLIED"),
        (f"{_STORE}lost", "OutboxState.UNKNOWN", "OutboxState.SETTLED"),
    ),
    bug(
        "no-order-token",
        "Batches carry no token: a late one applies after it has been given up.",
        ("integrations.sync.batch:build", "requests.add_name(token, ledger),", ""),
    ),
    bug(
        "undecided-is-passed-over",
        "A look is judged although the outcome of a batch is unknown.",
        (f"{_SYNC}recover", "if not undecided:", "if undecided or not undecided:"),
        (f"{_SETTLING}_attempt", "raise StillUnknown(attempt.token)", "return"),
    ),
    bug(
        "recorded-after-the-call",
        "An attempt is put on record after its call: a crash or a lost reply leaves no trace of it.",
        (
            f"{_SYNC}_batch",
            "planned = self._record(lease, sheet, bars)",
            "programme = self._programme()\n"
            "    with self._journal.read(programme.id) as look:\n"
            "        plan = self._plan(load(look, programme), sheet, store.next_number(look), bars)\n"
            "    reply = self.gateway.send(build(plan, sheet, store.token_of(plan.attempt), self._stale()))\n"
            "    self._record(lease, sheet, bars)\n"
            "    return self._judge(lease, reply)\n"
            "    planned = None",
        ),
    ),
    bug(
        "first-page-of-the-ledger",
        "Of the ledger only the newest three rows are read.",
        ("integrations.sheets.gateway:Gateway._span", "{self._window}", "4"),
    ),
    bug(
        "copied-after-the-write",
        "What a row held before is copied only after it has been overwritten.",
        (
            "integrations.sync.batch:build",
            "*(copy for place, step in top_down if step.row > 0",
            "*(copy for place, step in () if step.row > 0",
        ),
        (
            "integrations.sync.batch:build",
            "*(requests.append(",
            "*(copy for place, step in top_down if step.row > 0\n"
            "          for copy in _copies(sheet, plan, step, place)),\n"
            "        *(requests.append(",
        ),
    ),
    bug(
        "ledger-under-the-rows-key",
        "A ledger row takes its key from the row that is written to, not from its own decision.",
        (
            "integrations.sync.batch:_copies",
            "    for run in _runs(pairs):",
            "    pairs.append((columns['key'], 4))\n    for run in _runs(pairs):",
        ),
    ),
    bug(
        "rows-remembered",
        "Decisions are written where their row was first seen.",
        (
            f"{_SYNC}_plan",
            "    return Planner(",
            "    rows, known = assessment.judged.rows, self.__dict__.setdefault('_rows', {})\n"
            "    rows.update({key: known.setdefault(key, row) for key, row in rows.items()})\n"
            "    return Planner(",
        ),
    ),
    bug(
        "columns-remembered",
        "Columns are taken to stand where they were first found.",
        (
            "integrations.sync.find:Finder.find",
            "self._last = ((programme, tab), (sheet, findings))",
            "columns = self.__dict__.setdefault('_columns', sheet.columns)\n"
            "        sheet = __import__('dataclasses').replace(sheet, columns=columns)\n"
            "        self._last = ((programme, tab), (sheet, findings))",
        ),
    ),
    bug(
        "receipt-used-again",
        "A second write of the same revision bears the receipt of the first.",
        (f"{_PLANNER}_add", ".{self._attempt}.{len(self._steps)}", ""),
    ),
    bug(
        "no-receipt-on-stamps",
        "A row that gets its key gets no receipt.",
        (f"{_PLANNER}_add", 'if block else ""', 'if block and kind is not Kind.STAMP else ""'),
    ),
    bug(
        "older-over-newer",
        "The cells of each decision are written, the oldest last.",
        (
            f"{_PLANNER}run",
            "wanted[:MOST_OPS]",
            "wanted[:MOST_OPS][::-1]",
        ),
        (f"{_PLANNER}_decide", "if latest and self._projects", "if self._projects"),
        (
            f"{_PLANNER}_decide",
            "    self._add(",
            "    if row:\n"
            "        from rules.projection import projection\n"
            "        from rules.state import Standing\n"
            "        cells = projection(self._view.programme, Standing.of(decision), None)\n"
            "        block |= {self._sheet.columns[name]: cell for name, cell in cells.items()}\n"
            "    self._add(",
        ),
    ),
    bug(
        "places-never-renewed",
        "A row whose place on the waitlist has changed, or which was missed, is not written again.",
        (f"{_PLANNER}_refreshes", "if self._projects else ()", "if not self._projects else ()"),
    ),
    bug(
        "text-as-formula",
        "A remark that begins with = goes into the sheet as a formula.",
        (
            "integrations.sheets.requests:value",
            'return {"userEnteredValue": {kind: cell}}',
            "kind = 'formulaValue' if str(cell).startswith('=') else kind\n"
            '    return {"userEnteredValue": {kind: cell}}',
        ),
    ),
    bug(
        "neither-fence-nor-lease",
        "Two replicas write at the same time, and neither is told to stop.",
        ("integrations.journal.leases:acquire", "_lasts(held, work, seconds)", "not held"),
        ("integrations.journal.leases:require", "held is None or", "held is None and"),
    ),
)
