"""What each role may do."""

from rules.people import Action, Role, may


def test_permissions_are_as_the_table_says() -> None:
    """The whole table, role by role."""
    everyone = {Action.VIEW}
    assert {role: {action for action in Action if may(role, action)} for role in Role} == {
        Role.VIEWER: everyone,
        Role.CONSULTANT: everyone
        | {Action.EXPORT, Action.DECIDE, Action.ALLOCATE, Action.OVERRIDE, Action.RESOLVE},
        Role.COORDINATOR: everyone | {Action.EXPORT, Action.EDIT_SHEET, Action.RESOLVE},
        Role.ADMINISTRATOR: set(Action),
    }
