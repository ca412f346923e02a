"""Trouble on demand: quota, refusals, lost replies, late application."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from integrations.sheets_server import (
    Account,
    Applied,
    Call,
    CoreAdapter,
    Disturbance,
    Ids,
    MemoryStore,
    Quota,
    Trouble,
)

URL = "https://sheets.googleapis.com/v4/spreadsheets"


class Setting:
    """An account behind a session, with a clock that only moves when told."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.account = Account(MemoryStore(), ids=Ids(1))
        self.id = self.account.create("Prøve")
        self.session = requests.Session()
        self.session.mount("https://", CoreAdapter(self.account))

    def write(self, text: str = "x") -> requests.Response:
        """Write one cell."""
        url = f"{URL}/{self.id}/values/A1?valueInputOption=RAW"
        return self.session.put(url, json={"values": [[text]]})

    def read(self) -> requests.Response:
        """Read it."""
        return self.session.get(f"{URL}/{self.id}/values/A1")

    def cell(self) -> Any:
        """What the cell holds, past all trouble."""
        values = self.account.call("GET", f"/v4/spreadsheets/{self.id}/values/A1").get("values", [[None]])
        return values[0][0]


@pytest.fixture
def setting() -> Setting:
    """An account without trouble."""
    return Setting()


def once(disturbance: Disturbance) -> Callable[[Call], Disturbance | None]:
    """Disturb the first write only."""
    left = [disturbance]
    return lambda call: left.pop() if left and call.mutating else None


def test_quota_refuses_beyond_sixty_a_minute(setting: Setting) -> None:
    """The 61st read within a minute is refused as Google does; writes have a quota of their own."""
    setting.account.quota = Quota(lambda: setting.seconds)
    assert [setting.read().status_code for _ in range(61)] == [200] * 60 + [429]
    assert setting.write().status_code == 200
    error = setting.read().json()["error"]
    assert (error["status"], error["details"][0]["reason"]) == ("RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED")
    setting.seconds = 60
    assert setting.read().status_code == 200


def test_batch_counts_as_one(setting: Setting) -> None:
    """A batch of many requests takes one write of the quota."""
    setting.account.quota = Quota(lambda: setting.seconds, writes=1)
    adding: list[dict[str, Any]] = [{"addSheet": {}} for _ in range(5)]
    url = f"{URL}/{setting.id}:batchUpdate"
    statuses = [setting.session.post(url, json={"requests": adding}).status_code for _ in range(2)]
    assert statuses == [200, 429]


@pytest.mark.parametrize("code", [401, 403, 404, 500, 502, 503, 504])
def test_refusal_changes_nothing(setting: Setting, code: int) -> None:
    """A refused call has not happened, and its body is Google's."""
    setting.account.plan = once(Disturbance(code=code))
    answer = setting.write()
    assert (answer.status_code, answer.json()["error"]["code"], setting.cell()) == (code, code, None)
    assert setting.write().status_code == 200


@pytest.mark.parametrize(
    ("trouble", "error"),
    [(Trouble.TIMEOUT, requests.ReadTimeout), (Trouble.RESET, requests.ConnectionError)],
)
@pytest.mark.parametrize(("applied", "cell"), [(Applied.NEVER, None), (Applied.NOW, "x")])
def test_reply_is_lost(
    setting: Setting, trouble: Trouble, error: type[Exception], applied: Applied, cell: str | None
) -> None:
    """The caller can't tell whether the write was applied."""
    setting.account.plan = once(Disturbance(trouble, applied=applied))
    with pytest.raises(error):
        setting.write()
    assert setting.cell() == cell


def test_refusal_is_lost_too(setting: Setting) -> None:
    """Where the reply is lost, the caller doesn't learn of a refusal either."""
    setting.account.plan = once(Disturbance(Trouble.TIMEOUT, applied=Applied.NOW))
    with pytest.raises(requests.ReadTimeout):
        setting.session.post(f"{URL}/{setting.id}:batchUpdate", json={"requests": []})


def test_late_call_is_applied_after_later_ones(setting: Setting) -> None:
    """A call that was given up may still be applied later, over newer writes."""
    setting.account.plan = once(Disturbance(Trouble.TIMEOUT, applied=Applied.LATER))
    with pytest.raises(requests.ReadTimeout):
        setting.write("late")
    setting.write("newer")
    assert setting.cell() == "newer"
    assert (setting.account.deliver_late(), setting.cell()) == ([200], "late")


def test_late_call_that_is_no_longer_possible_is_refused(setting: Setting) -> None:
    """A late batch whose token was used meanwhile is not applied."""
    grid = {"endRowIndex": 1, "endColumnIndex": 1}
    named = {"namedRangeId": "1", "name": "t", "range": grid}
    body = {"requests": [{"addNamedRange": {"namedRange": named}}]}
    url = f"{URL}/{setting.id}:batchUpdate"
    setting.account.plan = once(Disturbance(Trouble.TIMEOUT, applied=Applied.LATER))
    with pytest.raises(requests.ReadTimeout):
        setting.session.post(url, data=json.dumps(body))
    assert setting.session.post(url, data=json.dumps(body)).status_code == 200
    assert setting.account.deliver_late() == [400]


def test_latency_is_waited_for(setting: Setting) -> None:
    """Each call takes as long as the latency says."""
    waited: list[float] = []
    setting.account.sleep = waited.append
    setting.account.latency = lambda call: 0.4 if call.mutating else 0.3
    setting.read()
    setting.write()
    assert waited == [0.3, 0.4]
