"""What fails in the library, as exceptions."""

from __future__ import annotations

from typing import Any

from ._native import ffi, lib


class Error(Exception):
    """Something that the library refused. It never quotes what a person wrote; keys and ids it does.

    Attributes:
        code: a stable short name, as ``"schema"`` or ``"input"``.
        file: the file of a pack, or ``""``.
        line, column: from 1, the column in characters; 0 where there is no place.
        pointer: a JSON pointer (RFC 6901) to what is wrong, or ``""``.
        message: one line, what is wrong.
        hint: one line, what to do about it, or ``""``.
    """

    def __init__(
        self,
        message: str,
        code: str = "",
        file: str = "",
        line: int = 0,
        column: int = 0,
        pointer: str = "",
        hint: str = "",
    ) -> None:
        # All of them are arguments of the base class, so that an error can be pickled.
        super().__init__(message, code, file, line, column, pointer, hint)
        self.message = message
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.pointer = pointer
        self.hint = hint

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        where = " ".join(part for part in (place, self.pointer) if part)
        said = f"{where}: {self.message}" if where else self.message
        return f"{said} ({self.hint})" if self.hint else said


class PackError(Error):
    """A pack of rules that cannot be loaded."""


class InputError(Error, ValueError):
    """A record, a fact or a span that cannot be so."""


class TooLongError(InputError):
    """A text or a record over the session's ``max_text_bytes``."""


class BusyError(Error, RuntimeError):
    """A session that is called while a call on it is under way. Give each thread a session of its own."""


_OF_INPUT = {
    lib.TPT_E_JSON: InputError,
    lib.TPT_E_INPUT: InputError,
    lib.TPT_E_EXPECTATION: InputError,
    lib.TPT_E_TOO_LONG: TooLongError,
    lib.TPT_E_BUSY: BusyError,
}


def new_error() -> Any:
    return ffi.new("tpt_error *")


def _text(field: Any) -> str:
    return str(ffi.string(field).decode("utf-8", "replace"))


def _exception(kind: type[Error], status: int, error: Any) -> Error:
    return kind(
        _text(error.message),
        _text(lib.tpt_status_name(status)),
        _text(error.source),
        error.line,
        error.column,
        _text(error.pointer),
        _text(error.hint),
    )


def input_error(status: int, error: Any) -> Exception:
    """The exception for a call on a session."""
    if status == lib.TPT_E_MEMORY:
        return MemoryError()
    return _exception(_OF_INPUT.get(status, Error), status, error)


def pack_error(status: int, error: Any) -> Exception:
    """The exception for a ruleset that could not be made."""
    if status == lib.TPT_E_MEMORY:
        return MemoryError()
    return _exception(PackError, status, error)
