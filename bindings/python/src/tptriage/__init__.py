"""Offline triage of pain that may come from muscles: what hurts in, how soon to be seen and why out.

    >>> import tptriage
    >>> result = tptriage.triage("stiff neck and headaches", age=44)
    >>> result.level
    'routine'

For many texts keep a :class:`Session`; one for each thread, on one :class:`Ruleset` for all.

This is no diagnosis and no emergency service.
"""

from ._errors import BusyError, Error, InputError, PackError, TooLongError
from ._result import Condition, Finding, Flag, Result, Therapy, TriggerPoint, Urgency
from ._ruleset import Ruleset
from ._session import Assertion, Session, triage
from ._native import ffi as _ffi, lib as _lib

__version__: str = _ffi.string(_lib.tpt_version()).decode()

__all__ = [
    "Assertion",
    "BusyError",
    "Condition",
    "Error",
    "Finding",
    "Flag",
    "InputError",
    "PackError",
    "Result",
    "Ruleset",
    "Session",
    "Therapy",
    "TooLongError",
    "TriggerPoint",
    "Urgency",
    "triage",
]
