"""Roles from a file: e-mail or domain -> role. Read afresh, so a role taken away is gone at once."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from rules.base import Frozen
from rules.people import Role


class RolesFault(Exception):
    """The roles file can't be used; the text says why, for the operator."""


class RoleBook(Frozen):
    """Roles by e-mail address ("anna@kommune.example") or by whole domain ("kommune.example")."""

    roles: Mapping[str, Role] = {}

    def role_of(self, email: str) -> Role | None:
        """The role of an address, or None. A person's own line goes before the domain's."""
        known = {name.strip().casefold().removeprefix("@"): role for name, role in self.roles.items()}
        address = email.strip().casefold()
        person, at, domain = address.rpartition("@")
        if not (person and at and domain):
            return None
        return known.get(address) or known.get(domain)


def read_roles(path: Path | None) -> RoleBook:
    """The roles as the file gives them now; no file configured means that nobody has a role."""
    if path is None:
        return RoleBook()
    try:
        return RoleBook(roles=tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as fault:
        raise RolesFault(f"{path}: {fault.strerror}") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as fault:
        raise RolesFault(f"{path}: {fault}") from fault
