# The extension module that cffi makes: what it holds is declared in native/build_ffi.py.
from typing import Any

ffi: Any
lib: Any
