"""A formula as a tree, by precedence: comparison, &, + -, * /, ^, sign, percent."""

from typing import NamedTuple

from .tokens import ParseError, Reference, Token, reference, tokens


class Literal(NamedTuple):
    """A number, text or truth value; None for a left-out argument."""

    value: bool | int | float | str | None


class Broken(NamedTuple):
    """An error written in the formula, such as #REF! or #N/A."""

    text: str


class Name(NamedTuple):
    """A named range."""

    name: str


class Call(NamedTuple):
    """A function with its arguments."""

    name: str
    arguments: tuple["Node", ...]


class Operation(NamedTuple):
    """An operator; a sign or percent has one operand."""

    sign: str
    operands: tuple["Node", ...]


Node = Literal | Broken | Name | Call | Operation | Reference

_LEVELS = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


def parse(formula: str, decimal: str = ".") -> Node:
    """The tree of a formula. Raises ParseError."""
    reader = _Reader([token for token in tokens(formula, decimal) if token.kind != "space"], decimal)
    tree = reader.level(0)
    if reader.peek() is not None:
        raise ParseError
    return tree


class _Reader:
    def __init__(self, found: list[Token], decimal: str) -> None:
        self._tokens, self._at, self._decimal = found, 0, decimal

    def peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next_is(self, *signs: str) -> bool:
        token = self.peek()
        return token is not None and token.kind == "op" and token.text in signs

    def _take(self) -> Token:
        if (token := self.peek()) is None:
            raise ParseError
        self._at += 1
        return token

    def level(self, depth: int) -> Node:
        if depth == len(_LEVELS):
            return self._signed()
        left = self.level(depth + 1)
        while self._next_is(*_LEVELS[depth]):
            sign = self._take().text
            left = Operation(sign, (left, self.level(depth + 1)))
        return left

    def _signed(self) -> Node:
        if self._next_is("+", "-"):
            sign = self._take().text
            return Operation(sign, (self._signed(),))
        node = self._atom()
        while self._next_is("%"):
            self._take()
            node = Operation("%", (node,))
        return node

    def _atom(self) -> Node:
        token = self._take()
        match token.kind:
            case "number":
                number = float(token.text.replace(self._decimal, "."))
                return Literal(int(number) if number == int(number) else number)
            case "text":
                return Literal(token.text[1:-1].replace('""', '"'))
            case "error":
                return Broken(token.text)
            case "ref":
                return reference(token.text) or Broken("#REF!")
            case "name":
                return self._name(token.text)
            case "op" if token.text == "(":
                node = self.level(0)
                self._close()
                return node
        raise ParseError

    def _name(self, text: str) -> Node:
        if not self._next_is("("):
            return Literal(text.upper() == "TRUE") if text.upper() in ("TRUE", "FALSE") else Name(text)
        self._take()
        arguments: list[Node] = []
        while not self._next_is(")"):
            arguments.append(Literal(None) if self._next_is(",", ";") else self.level(0))
            if self._next_is(",", ";"):
                self._take()
            elif not self._next_is(")"):
                raise ParseError
        self._close()
        return Call(text.upper(), tuple(arguments))

    def _close(self) -> None:
        if not self._next_is(")"):
            raise ParseError
        self._take()
