"""Roles from a configuration file: e-mail or domain -> role. Read afresh, so a role taken away is gone at once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from rules.base import Frozen
from rules.people import Role


class RolesFault(Exception):
    """The roles file can't be used; the text says why, for the operator."""


class RoleBook(Frozen):
    """The roles file as TOML: `[people]` maps e-mail addresses, `[domains]` whole domains, to a role."""

    people: Mapping[str, Role] = {}
    domains: Mapping[str, Role] = {}

    def role_of(self, email: str) -> Role | None:
        """The role of an address, or None. A person's own line goes before the domain's."""
        address = email.strip().casefold()
        _, _, domain = address.rpartition("@")
        people = {name.strip().casefold(): role for name, role in self.people.items()}
        domains = {name.strip().casefold().removeprefix("@"): role for name, role in self.domains.items()}
        return people.get(address) or domains.get(domain)


def read_roles(path: Path | None) -> RoleBook:
    """The roles as the file gives them now; no file configured means that nobody has a role."""
    if path is None:
        return RoleBook()
    try:
        return RoleBook.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as fault:
        raise RolesFault(f"{path}: {fault.strerror}") from fault
    except (tomllib.TOMLDecodeError, ValidationError) as fault:
        raise RolesFault(f"{path}: {fault}") from fault
