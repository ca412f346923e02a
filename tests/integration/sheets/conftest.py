"""A world whose spreadsheet is reached over HTTP."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from requests.adapters import BaseAdapter

from integrations.sheets.client import Redirect
from integrations.sheets_server import Account, serving
from tests.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The network course with an empty, connected sheet on a real server."""
    with ExitStack() as stack:

        def over_http(account: Account) -> BaseAdapter:
            return Redirect(stack.enter_context(serving(account, hold=0)))

        yield World(tmp_path, adapter=over_http)
