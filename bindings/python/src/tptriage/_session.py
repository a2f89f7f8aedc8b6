"""Sessions: one thread's calls on a ruleset."""

from __future__ import annotations

import bisect
import functools
import json
import operator
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple, NoReturn, Optional, Union, overload

from . import _ruleset, _texts
from ._errors import BusyError, Error, InputError, input_error, new_error
from ._native import ffi, lib
from ._result import Result

_ROWS_A_CALL = 256  # of a batch: what is gathered stays small, and Ctrl-C is heard in between

Span = tuple[int, int]


class Assertion(NamedTuple):
    """What a text says of a span: whether it is so, when, and of whom (the axes of ConText)."""

    status: str  #: present, absent, unclear, past, hypothetical or other
    negation: str  #: affirmed, negated or possible
    temporality: str  #: recent, historical or hypothetical
    experiencer: str  #: patient or other
    cue: Optional[Span]  #: the words that decided, or None
    scope: Optional[Span]  #: how far these words reach, or None
    complete: bool  #: False if a limit was hit: some cue may have been missed


class Session:
    """One thread's calls on a ruleset. It keeps its memory from call to call, and its ruleset alive.

    Calls let other threads run; give each thread a session of its own. A call while another is under
    way raises :class:`BusyError`.

    Args:
        ruleset: the rules; by default those that are built in.
        explain: results also tell what each silent flag lacks.
        max_text_bytes: the longest text or record in UTF-8; 0 for the default, 1 MiB.
        max_steps: the budget of one triage, in matching steps; 0 for the default.
        max_confirms: searches of regular expressions in one text; 0 for the default.
        max_match, max_match_depth, max_match_heap_kib: PCRE2's limits for one search; 0 for the defaults.
        max_nesting: arrays and objects within each other in a record or a form; 0 for the default, 128.
    """

    __slots__ = ("_ruleset", "_handle", "_sink", "_lock", "__weakref__")

    def __init__(
        self,
        ruleset: Optional[_ruleset.Ruleset] = None,
        *,
        explain: bool = False,
        max_text_bytes: int = 0,
        max_steps: int = 0,
        max_confirms: int = 0,
        max_match: int = 0,
        max_match_depth: int = 0,
        max_match_heap_kib: int = 0,
        max_nesting: int = 0,
    ) -> None:
        if ruleset is not None and not isinstance(ruleset, _ruleset.Ruleset):
            raise TypeError(f"ruleset must be a tptriage.Ruleset, not {type(ruleset).__name__}")
        self._ruleset = ruleset or _ruleset.default()
        self._lock = threading.Lock()
        self._sink = ffi.gc(ffi.new("tptpy_sink *"), lib.tptpy_sink_free)
        options = ffi.new("tpt_options *")
        options.size = ffi.sizeof("tpt_options")
        options.explain = bool(explain)
        options.max_text_bytes = _limit("max_text_bytes", max_text_bytes)
        options.max_steps = _limit("max_steps", max_steps)
        options.max_confirms = _limit("max_confirms", max_confirms)
        options.max_match = _limit("max_match", max_match, 32)
        options.max_match_depth = _limit("max_match_depth", max_match_depth, 32)
        options.max_match_heap_kib = _limit("max_match_heap_kib", max_match_heap_kib, 32)
        options.max_nesting = _limit("max_nesting", max_nesting, 32)
        out, error = ffi.new("tpt_session **"), new_error()
        status = lib.tptpy_session_new(out, self._ruleset._handle, options, error)
        if status != lib.TPT_OK:
            raise input_error(status, error)
        # The session holds the rules in C: whatever order the collector takes things in, they outlive it.
        rules = ffi.cast("tptpy_rules *", self._ruleset._handle)
        self._handle = ffi.gc(out[0], functools.partial(_free_session, rules))

    @property
    def ruleset(self) -> _ruleset.Ruleset:
        """The rules of this session."""
        return self._ruleset

    # ---- Triage ----

    def triage(self, text: Union[str, bytes, None] = None, **facts: Any) -> Result:
        """Triages what a person wrote, what a form says, or both.

        Args:
            text: what hurts. In a str a lone surrogate is read as U+FFFD; bytes are read as UTF-8.
            facts: the keys of a record: ``id``, ``country``, ``sites`` (of each its id, or a pair of id and
                side, or ``{"site": ..., "side": ...}``), ``findings`` (ids with True, False or None),
                ``medications``, ``history``, and any fact of the pack, as ``age`` or ``duration_days``.
                None is the same as left out: not known.

        Raises:
            InputError: an unknown key or id, or a value out of range; the error names it.
            TooLongError: over the limit.
            TypeError: a value of a type that JSON does not have.
        """
        if text is not None and not isinstance(text, (str, bytes)):
            raise TypeError(f"text must be a str, bytes or None, not {type(text).__name__}")
        said = {key: value for key, value in facts.items() if value is not None}
        if said:
            return self._call(lib.tptpy_triage_json, _record(text, said))
        return self._call(lib.tptpy_triage_text, _texts.encode(text) if isinstance(text, str) else text or b"")

    def triage_json(self, record: Union[str, bytes, Mapping[str, Any]]) -> Result:
        """Triages a record: a JSON object as str or UTF-8 bytes, or a mapping that is made one.

        Raises:
            InputError: no JSON (with line, column and pointer), an unknown key, a value out of range.
            TooLongError: over the limit.
        """
        return self._call(lib.tptpy_triage_json, _json_of(record))

    @overload
    def triage_many(self, texts: Iterable[Union[str, bytes, None]]) -> list[Union[Result, Error]]: ...

    @overload
    def triage_many(self, texts: object) -> list[Union[Result, Error]]: ...

    def triage_many(self, texts: Any) -> list[Union[Result, Error]]:
        """Triages many texts: the same answers as that many calls of :meth:`triage`, with less to do for each.

        Args:
            texts: an iterable of str, bytes or None, or whatever speaks Arrow's C data interface
                (``__arrow_c_array__``, ``__arrow_c_stream__``) with strings in it: arrays and chunked arrays of
                pyarrow, series of polars. None and null are no text: the answer is "insufficient".

        Returns:
            A result for each; or the error, not raised, of a text that is too long.

        Raises:
            TypeError: texts, or one of a list, are of the wrong type. Nothing is triaged then.
        """
        out: list[Union[Result, Error]] = []
        for column in _texts.columns(texts):
            first = column.texts.first
            for start in range(0, column.count, _ROWS_A_CALL):
                column.texts.first = first + start
                column.texts.count = min(_ROWS_A_CALL, column.count - start)
                out += self._rows(column.texts)
        return out

    def _rows(self, texts: Any) -> Iterator[Union[Result, Error]]:
        rows, error = ffi.new("tptpy_row[]", texts.count), new_error()
        errors = ffi.gc(ffi.new("tptpy_sink *"), lib.tptpy_sink_free)
        with self._taken() as (handle, sink):
            status = lib.tptpy_triage_texts(handle, texts, rows, sink, errors, error)
            if status != lib.TPT_OK:
                raise input_error(status, error)
            written = bytes(ffi.buffer(sink.bytes, sink.len)) if sink.len else b""
        start, failed = 0, ffi.cast("tpt_error *", errors.bytes)
        for row in rows:
            if row.status in (lib.TPT_OK, lib.TPT_INCOMPLETE):
                yield Result(written[start : row.end])
            else:
                yield _error_of_row(row.status, failed[0])
                failed += 1
            start = row.end

    # ---- Spans that somebody else found ----

    def assert_spans(self, text: Union[str, bytes], spans: Iterable[Sequence[int]]) -> list[Assertion]:
        """Judges spans of a text that another program found: is it so, when, and of whom.

        Args:
            text: the text.
            spans: pairs of start and end (exclusive), in any order; in characters if the text is a str, in
                bytes if it is bytes.

        Returns:
            An assertion for each, in the order of the spans; its cue and scope are counted as the spans are.

        Raises:
            InputError: a span is not within the text.
        """
        if not isinstance(text, (str, bytes)):
            raise TypeError(f"text must be a str or bytes, not {type(text).__name__}")
        raw = _texts.encode(text) if isinstance(text, str) else text
        places = _Places(text) if isinstance(text, str) and len(raw) != len(text) else None
        given = [_span(index, span, len(text)) for index, span in enumerate(spans)]
        if places:
            given = [(places.byte[start], places.byte[end]) for start, end in given]
        asked, said, error = ffi.new("tpt_span[]", given), ffi.new("tpt_assertion[]", len(given)), new_error()
        with self._taken() as (handle, _):
            status = lib.tpt_session_assert(handle, raw, len(raw), asked, len(given), said, error)
        _check(status, error)
        return [_assertion(one, places, status == lib.TPT_OK) for one in said]

    def assert_json(self, record: Union[str, bytes, Mapping[str, Any]]) -> bytes:
        """The same for a record ``{"id", "text", "spans": [{"start", "end"}]}``, with places in bytes; as JSON."""
        return self._call(lib.tptpy_assert_json, _json_of(record)).json

    # ---- Calls, one at a time ----

    def _call(self, function: Any, given: bytes) -> Result:
        error = new_error()
        with self._taken() as (handle, sink):
            status = function(handle, given, len(given), sink, error)
            _check(status, error)
            return Result(bytes(ffi.buffer(sink.bytes, sink.len)))

    @contextmanager
    def _taken(self) -> Iterator[tuple[Any, Any]]:
        # The library's own guard ends with its call, but the result is read after it.
        if not self._lock.acquire(blocking=False):
            raise BusyError("the session is in use by another call", "busy", hint="give each thread its own session")
        try:
            if self._handle is None:
                raise ValueError("the session is closed")
            yield self._handle, self._sink
        finally:
            self._lock.release()

    def close(self) -> None:
        """Gives the memory back now. Further calls raise ValueError; closing again does nothing."""
        if not self._lock.acquire(blocking=False):
            raise BusyError("the session is in use by another call", "busy")
        try:
            handle, self._handle = self._handle, None
            if handle is not None:
                ffi.release(handle)
                ffi.release(self._sink)
        finally:
            self._lock.release()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Session cannot be pickled: make one a thread or process")


_of_thread = threading.local()


def triage(text: Union[str, bytes, None] = None, **facts: Any) -> Result:
    """:meth:`Session.triage` with the built-in rules, in a session that each thread keeps."""
    session: Optional[Session] = getattr(_of_thread, "session", None)
    if session is None:
        session = _of_thread.session = Session()
    return session.triage(text, **facts)


# ---- What goes in and out ----


def _free_session(rules: Any, session: Any, free: Any = lib.tptpy_session_free) -> None:
    free(session, rules)  # bound above: when the interpreter ends, the names of this module may be gone


def _limit(name: str, value: object, bits: int = 63) -> int:
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be an int, not {type(value).__name__}") from None
    if not 0 <= number < 1 << bits:
        raise ValueError(f"{name} must not be below 0 or beyond {bits} bits")
    return number


def _check(status: int, error: Any) -> None:
    if status not in (lib.TPT_OK, lib.TPT_INCOMPLETE):
        raise input_error(status, error)


def _error_of_row(status: int, error: Any) -> Error:
    failed = input_error(status, error)
    if not isinstance(failed, Error):
        raise failed
    return failed


def _site(site: object) -> object:
    if isinstance(site, str):
        return {"site": site}
    if isinstance(site, tuple) and len(site) == 2:
        return {"site": site[0], "side": site[1]}
    return site


def _record(text: Union[str, bytes, None], facts: dict[str, Any]) -> bytes:
    record: dict[str, Any] = {}
    if text is not None:
        record["text"] = text.decode() if isinstance(text, bytes) else text
    record.update(facts)
    sites = facts.get("sites")
    if isinstance(sites, (list, tuple)):
        record["sites"] = [_site(site) for site in sites]
    return _dump(record)


def _json_of(record: object) -> bytes:
    if isinstance(record, str):
        return _texts.encode(record)
    if isinstance(record, bytes):
        return record
    if isinstance(record, Mapping):
        return _dump(dict(record))
    raise TypeError(f"record must be a str, bytes or a mapping, not {type(record).__name__}")


def _plain(value: object) -> object:
    """Numbers of other kinds, as those of numpy."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Decimal):
        return float(value)
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"a record cannot hold a value of the type {type(value).__name__}") from None


def _dump(record: dict[str, Any]) -> bytes:
    try:
        return _texts.encode(json.dumps(record, ensure_ascii=False, allow_nan=False, default=_plain))
    except RecursionError:
        raise ValueError("the record is nested too deep, or holds itself") from None


def _span(index: int, span: Sequence[int], length: int) -> Span:
    try:
        start, end = (operator.index(place) for place in span)
    except (TypeError, ValueError):
        raise TypeError(f"spans[{index}] must be a pair of ints") from None
    if not 0 <= start <= end <= length:
        raise InputError(f"span {index} is not within the text", "input", pointer=f"/spans/{index}")
    return start, end


class _Places:
    """From characters to bytes of the UTF-8, and back."""

    def __init__(self, text: str) -> None:
        sizes = (1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in text)
        self.byte = list(accumulate(sizes, initial=0))

    def character(self, byte: int) -> int:
        return bisect.bisect_right(self.byte, byte) - 1


def _place(span: Any, places: Optional[_Places]) -> Optional[Span]:
    if span.start == span.end:
        return None
    if places is None:
        return span.start, span.end
    return places.character(span.start), places.character(span.end)


def _assertion(said: Any, places: Optional[_Places], complete: bool) -> Assertion:
    return Assertion(
        status=_string(said.status),
        negation=_string(said.negation),
        temporality=_string(said.temporality),
        experiencer=_string(said.experiencer),
        cue=_place(said.cue, places),
        scope=_place(said.scope, places),
        complete=complete,
    )


def _string(text: Any) -> str:
    return str(ffi.string(text).decode())
