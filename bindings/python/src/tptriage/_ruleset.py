"""Rulesets: packs of rules, loaded."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any, Callable, NoReturn, Optional, Union

from ._errors import new_error, pack_error
from ._native import ffi, lib

_loading = threading.Lock()  # the library wants packs loaded by one thread at a time
_default: Optional[Ruleset] = None


class Ruleset:
    """A pack of rules, ready for use. It never changes, and any number of threads may use it at once.

    ``Ruleset()`` is the pack that is built in and needs no file; see also :meth:`from_path` and
    :meth:`from_files`.

    Raises:
        PackError: the pack cannot be loaded; with file, line, column and pointer.
    """

    __slots__ = ("_handle", "__weakref__")

    def __init__(self) -> None:
        self._handle = _load(lambda out, error: lib.tpt_ruleset_new_embedded(out, ffi.NULL, error))

    @classmethod
    def from_path(cls, path: Union[str, os.PathLike[str]]) -> Ruleset:
        """Loads the pack in a folder, with pack.json in it."""
        name = os.fspath(path)
        if not isinstance(name, str):
            raise TypeError(f"path must be a str or a path, not {_kind(path)}")
        if "\0" in name:
            raise ValueError("path has a NUL in it")
        raw = os.fsencode(name)
        return cls._of(lambda out, error: lib.tpt_ruleset_new_from_path(out, raw, ffi.NULL, error))

    @classmethod
    def from_files(cls, files: Mapping[str, Union[bytes, str]]) -> Ruleset:
        """Loads a pack from memory: file names as in its folder (``"flags/spine.json"``), and what they hold."""
        if not isinstance(files, Mapping):
            raise TypeError(f"files must map names to bytes or str, not be {_kind(files)}")
        kept: list[Any] = []  # what the structs point to
        listed = ffi.new("tpt_pack_file[]", max(len(files), 1))
        for entry, (name, content) in zip(listed, files.items()):
            _fill(entry, name, content, kept)
        return cls._of(
            lambda out, error: lib.tpt_ruleset_new_from_memory(out, listed, len(files), ffi.NULL, error)
        )

    @classmethod
    def _of(cls, load: Callable[[Any, Any], int]) -> Ruleset:
        ruleset = cls.__new__(cls)
        ruleset._handle = _load(load)
        return ruleset

    @property
    def id(self) -> str:
        """The pack's id, as ``"msk"``."""
        return _string(lib.tpt_ruleset_id(self._handle.ruleset))

    @property
    def version(self) -> str:
        """The pack's version."""
        return _string(lib.tpt_ruleset_version(self._handle.ruleset))

    @property
    def sha256(self) -> str:
        """The hash of the pack's files, 64 hexadecimal digits."""
        return _string(lib.tpt_ruleset_sha256(self._handle.ruleset))

    def __repr__(self) -> str:
        return f"<tptriage.Ruleset {self.id} {self.version} {self.sha256[:12]}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Ruleset cannot be pickled: send its path or its files, and load it once a process")


def default() -> Ruleset:
    """The built-in pack, loaded once and shared."""
    global _default
    if _default is None:
        loaded = Ruleset()
        _default = _default or loaded
    return _default


def _load(load: Callable[[Any, Any], int]) -> Any:
    out, error = ffi.new("tpt_ruleset **"), new_error()
    with _loading:
        status = load(out, error)
    if status != lib.TPT_OK:
        raise pack_error(status, error)
    rules = lib.tptpy_rules_new(out[0])
    if rules == ffi.NULL:
        raise MemoryError
    return ffi.gc(rules, lib.tptpy_rules_release)


def _fill(entry: Any, name: object, content: object, kept: list[Any]) -> None:
    if not isinstance(name, str) or not isinstance(content, (bytes, str)):
        raise TypeError(f"files must map str to bytes or str, not {_kind(name)} to {_kind(content)}")
    if "\0" in name:
        raise ValueError("the name of a file has a NUL in it")
    raw = content.encode() if isinstance(content, str) else content
    path, data = ffi.new("char[]", name.encode()), ffi.from_buffer(raw)
    kept += [path, data]
    entry.path, entry.data, entry.size = path, data, len(raw)


def _kind(value: object) -> str:
    return type(value).__name__


def _string(text: Any) -> str:
    return str(ffi.string(text).decode())
