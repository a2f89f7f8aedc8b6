"""Arrow arrays made by hand, by the C data interface alone: good ones, and ones that lie."""

import ctypes
import struct
from array import array

from tptriage._native import ffi

_new = ctypes.pythonapi.PyCapsule_New
_new.restype, _new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]


# A capsule keeps the pointer to its name, not the name itself: these stay.
NAMES = {name: ctypes.create_string_buffer(name.encode()) for name in ("arrow_schema", "arrow_array")}


def capsule(pointer, name):
    return _new(int(ffi.cast("intptr_t", pointer)), NAMES[name], None)


@ffi.callback("void(struct ArrowArray *)")
def release(array):
    """Python frees what an Array holds; it is enough that there is one, which says that the array is alive."""


class Array:
    """An array of a format, of buffers (bytes or None)."""

    def __init__(self, form, length, buffers, offset=0, null_count=0):
        self.form = ffi.new("char[]", form)
        self.schema = ffi.new("struct ArrowSchema *")
        self.schema.format = self.form
        self.kept = [ffi.NULL if raw is None else ffi.new("char[]", raw) for raw in buffers]
        self.buffers = ffi.new("void *[]", [ffi.cast("void *", kept) for kept in self.kept])
        self.array = ffi.new("struct ArrowArray *")
        self.array.length, self.array.offset, self.array.null_count = length, offset, null_count
        self.array.release = release
        self.array.n_buffers, self.array.buffers = len(buffers), ffi.cast("void **", self.buffers)

    def __arrow_c_array__(self, requested_schema=None):
        return capsule(self.schema, "arrow_schema"), capsule(self.array, "arrow_array")


def bits(texts):
    out = bytearray((len(texts) + 7) // 8)
    for at, text in enumerate(texts):
        out[at // 8] |= (text is not None) << at % 8
    return bytes(out)


def strings(texts, form=b"u", offset=0):
    ends = [0]
    for text in texts:
        ends.append(ends[-1] + len(text or b""))
    offsets = array("q" if form in (b"U", b"Z") else "i", ends).tobytes()
    nulls = sum(text is None for text in texts[offset:])
    return Array(form, len(texts) - offset, [bits(texts), offsets, b"".join(t or b"" for t in texts)], offset, nulls)


def views(texts, offset=0, **wrong):
    """In the view layout; wrong: length, buffer or place of every long view."""
    data, out = b"", b""
    for text in (t or b"" for t in texts):
        if len(text) <= 12:
            out += struct.pack("<i12s", len(text), text)
            continue
        place, length = wrong.get("place", len(data)), wrong.get("length", len(text))
        out += struct.pack("<i4sii", length, text[:4], wrong.get("buffer", 0), place)
        data += text
    nulls = sum(text is None for text in texts[offset:])
    return Array(b"vu", len(texts) - offset, [bits(texts), out, data, struct.pack("<q", len(data))], offset, nulls)
