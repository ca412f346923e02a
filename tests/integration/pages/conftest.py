"""The pages on a real desk: a journal and an embedded sheet with the demo in it, copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rules.base import Language
from tests.office import MAIN, Office, forget_installation, open_office
from texts import speak

Visit = Callable[..., AppTest]


@pytest.fixture(scope="session")
def seeded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose demo has been read and stamped."""
    home = tmp_path_factory.mktemp("seeded")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SAMHOLD_HOME", str(home))
        forget_installation()
        office = open_office()
        while not office.cases() or any(case.problem for case in office.cases()):
            office.worker.tick()
        office.worker.stop()
        forget_installation()
    return home


@pytest.fixture
def office(seeded_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An installation of its own for one test."""
    home = tmp_path / "home"
    shutil.copytree(seeded_home, home)
    monkeypatch.setenv("SAMHOLD_HOME", str(home))
    forget_installation()
    yield open_office()
    forget_installation()


@pytest.fixture
def visit(office: Office) -> Iterator[Visit]:
    """Open a page by its file as somebody of the local mode."""

    def open_page(name: str, *, som: str = "anna", lang: Language = "da", **params: str) -> AppTest:
        speak(lang)  # AppTest words the options of a widget once more, outside of the session
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        app.query_params.update({"som": som, "lang": lang})
        app.run()
        app.query_params.update({"som": som, "lang": lang, **params})
        return app.switch_page(f"views/{name}.py").run()

    yield open_page
    speak(None)
