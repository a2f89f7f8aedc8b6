"""Columns of texts for the batch call: lists, and whatever speaks Arrow's C interfaces."""

from __future__ import annotations

import ctypes
import re
from array import array
from collections.abc import Iterable, Iterator
from typing import Any, Union

from ._native import ffi, lib

Text = Union[str, bytes, None]

_SURROGATE = re.compile("[\ud800-\udfff]")


def encode(text: str) -> bytes:
    """UTF-8; each lone surrogate becomes U+FFFD, so that the places of characters stay."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()


class Column:
    """A tpt_texts, and what it points to for as long as it lives."""

    def __init__(self, count: int, first: int = 0) -> None:
        self.texts = ffi.new("tpt_texts *")
        self.texts.size = ffi.sizeof("tpt_texts")
        self.texts.first = first
        self.count = count
        self.kept: list[Any] = []


def columns(texts: object) -> Iterator[Column]:
    """Columns of a list, an Arrow array or an Arrow stream, each to be used before the next is asked for."""
    if isinstance(texts, (str, bytes)):
        raise TypeError("texts must be many texts: for a single one there is triage()")
    if hasattr(texts, "__arrow_c_stream__"):  # first: what has both may be in more than one piece
        yield from _of_arrow_stream(texts)
    elif hasattr(texts, "__arrow_c_array__"):
        yield from _of_arrow_array(texts)
    elif isinstance(texts, Iterable):
        yield _of_list(texts)
    else:
        raise TypeError(f"texts must be an iterable of str or an Arrow array, not {type(texts).__name__}")


# ---- Lists ----


def _bytes_of(index: int, text: object) -> bytes:
    if text is None:
        return b""
    if isinstance(text, str):
        return encode(text)
    if isinstance(text, bytes):
        return text
    raise TypeError(f"texts[{index}] must be a str, bytes or None, not {type(text).__name__}")


def _of_list(texts: Iterable[object]) -> Column:
    parts = [_bytes_of(index, text) for index, text in enumerate(texts)]
    offsets, end = array("q", [0]), 0
    for part in parts:
        end += len(part)
        offsets.append(end)
    column, data = Column(len(parts)), b"".join(parts)
    column.kept += [data, offsets]
    column.texts.data = ffi.from_buffer(data)
    column.texts.data_len = end
    column.texts.offsets64 = ffi.from_buffer("int64_t[]", offsets)
    return column


# ---- Arrow's C data interface ----


def _pointer(capsule: object, name: bytes, kind: str) -> Any:
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    try:
        address = get(capsule, name)
    except (ValueError, ctypes.ArgumentError) as error:
        raise TypeError(f"that is no capsule of an Arrow {name.decode()}") from error
    return ffi.cast(kind, address)


def _of_arrow_array(texts: Any) -> Iterator[Column]:
    # The capsules free what they hold, once they go: they stay until the column was used.
    schema_capsule, array_capsule = texts.__arrow_c_array__()
    schema = _pointer(schema_capsule, b"arrow_schema", "struct ArrowSchema *")
    filled = _pointer(array_capsule, b"arrow_array", "struct ArrowArray *")
    yield _of_arrow(schema, filled)
    del schema_capsule, array_capsule


def _of_arrow_stream(texts: Any) -> Iterator[Column]:
    capsule = texts.__arrow_c_stream__()
    stream = _pointer(capsule, b"arrow_array_stream", "struct ArrowArrayStream *")
    schema = ffi.new("struct ArrowSchema *")
    _must(stream, stream.get_schema(stream, schema))
    try:
        while True:
            filled = ffi.new("struct ArrowArray *")
            _must(stream, stream.get_next(stream, filled))
            if not filled.release:
                return
            try:
                yield _of_arrow(schema, filled)
            finally:
                if filled.release:
                    filled.release(filled)
    finally:
        schema.release(schema)
        del capsule


def _must(stream: Any, failed: int) -> None:
    if failed:
        said = stream.get_last_error(stream)
        raise OSError(failed, ffi.string(said).decode("utf-8", "replace") if said else "the stream failed")


def _of_arrow(schema: Any, filled: Any) -> Column:
    kind = ffi.string(schema.format).decode("utf-8", "replace")
    if schema.dictionary or kind not in _LAYOUTS:
        name = "a dictionary" if schema.dictionary else repr(kind)
        raise TypeError(f"texts must be an Arrow array of strings or binary, not of the format {name}")
    if not filled.release:
        raise ValueError("the Arrow array was given back or taken before")
    if filled.length < 0 or filled.offset < 0 or filled.n_buffers < 3:
        raise ValueError("the Arrow array has a length, an offset or buffers that cannot be")
    column = Column(filled.length, filled.offset)
    if column.count:
        if filled.null_count and filled.buffers[0]:
            column.texts.validity = ffi.cast("uint8_t *", filled.buffers[0])
        _LAYOUTS[kind](column, filled)
    return column


def _offsets32(column: Column, filled: Any) -> None:
    column.texts.offsets32 = ffi.cast("int32_t *", filled.buffers[1])
    _data(column, filled, column.texts.offsets32)


def _offsets64(column: Column, filled: Any) -> None:
    column.texts.offsets64 = ffi.cast("int64_t *", filled.buffers[1])
    _data(column, filled, column.texts.offsets64)


def _data(column: Column, filled: Any, offsets: Any) -> None:
    end = offsets[filled.offset + filled.length]
    column.texts.data = ffi.cast("char *", filled.buffers[2])
    column.texts.data_len = max(end, 0) if column.texts.data else 0


def _views(column: Column, filled: Any) -> None:
    variadic = filled.n_buffers - 3  # validity, views, data..., and the sizes of the data buffers
    sizes = ffi.cast("int64_t *", filled.buffers[filled.n_buffers - 1])
    offsets = ffi.new("int64_t[]", column.count + 1)
    sink = ffi.gc(ffi.new("tptpy_sink *"), lib.tptpy_sink_free)
    status = lib.tptpy_gather_views(
        ffi.cast("unsigned char *", filled.buffers[1]),
        filled.offset,
        column.count,
        column.texts.validity,
        ffi.cast("char **", filled.buffers + 2),
        sizes,
        variadic,
        offsets,
        sink,
    )
    if status == lib.TPT_E_MEMORY:
        raise MemoryError
    if status != lib.TPT_OK:
        raise ValueError("a view of the Arrow array is not within its buffer")
    column.kept += [offsets, sink]
    texts = column.texts
    texts.first, texts.validity = 0, ffi.NULL
    texts.offsets64, texts.data, texts.data_len = offsets, sink.bytes, sink.len


_LAYOUTS = {
    "u": _offsets32,
    "z": _offsets32,
    "U": _offsets64,
    "Z": _offsets64,
    "vu": _views,
    "vz": _views,
}
