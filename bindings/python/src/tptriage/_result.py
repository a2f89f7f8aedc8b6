"""Results: the exact bytes that the library wrote, and what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Optional, TypedDict, cast


class Urgency(TypedDict, total=False):
    level: str  # emergency, urgent, soon, routine, self_care or insufficient
    ambulance: bool
    title: str
    advice: str
    emergency_number: Any
    because: list[str]
    go_sooner_if: list[str]


class Flag(TypedDict, total=False):
    id: str
    cause: str
    level: str
    ambulance: bool
    status: str  # raised or unclear
    title: str
    advice: str
    evidence: list[str]
    question: str
    go_sooner_if: list[str]
    sources: list[str]


class Condition(TypedDict, total=False):
    id: str
    subtype: str
    label: str
    icd10: list[str]
    score: int  # 0 to 100
    band: str  # likely or possible
    plain: str
    evidence: list[dict[str, Any]]
    against: list[dict[str, Any]]
    criteria: list[dict[str, Any]]
    course: str
    sources: list[str]


class TriggerPoint(TypedDict, total=False):
    id: str
    label: str
    where: str
    side: str
    score: int  # 0 to 100
    why: str
    self_care: str
    cautions: list[Any]


class Therapy(TypedDict, total=False):
    id: str
    label: str
    status: str  # suggested, caution or avoid
    grade: str
    why: str
    cautions: list[Any]
    sources: list[str]


class Finding(TypedDict, total=False):
    id: str
    label: str
    status: str  # present, absent, unclear, past, hypothetical or other
    source: str
    site: str
    side: str
    attributes: dict[str, Any]
    spans: list[dict[str, Any]]
    text: str
    rules: list[str]
    cue: str
    scope: dict[str, int]


class Result(Mapping[str, Any]):
    """An answer. A mapping of the keys that the README lists, which are attributes too.

    Attributes:
        json: the answer as the library wrote it; the same input gives the same bytes in every language.
    """

    __slots__ = ("json", "_data")

    json: bytes

    def __init__(self, json: bytes) -> None:
        self.json = json
        self._data: Optional[dict[str, Any]] = None

    @property
    def data(self) -> dict[str, Any]:
        """The whole answer, parsed at the first look."""
        if self._data is None:
            self._data = cast("dict[str, Any]", json.loads(self.json))
        return self._data

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    @property
    def id(self) -> Optional[str]:
        """The id of the record, where it had one."""
        return cast("Optional[str]", self.data.get("id"))

    @property
    def complete(self) -> bool:
        """False if a limit was hit: ``result["undecided"]`` names the flags that were not settled."""
        return bool(self.data["complete"])

    @property
    def level(self) -> str:
        """How soon to be seen: emergency, urgent, soon, routine, self_care or insufficient."""
        return str(self.data["urgency"]["level"])

    @property
    def urgency(self) -> Urgency:
        """How soon to be seen, what to do, because of what."""
        return cast(Urgency, self.data["urgency"])

    @property
    def flags(self) -> list[Flag]:
        """Warning signs to have seen by a provider."""
        return cast("list[Flag]", self.data["flags"])

    @property
    def conditions(self) -> list[Condition]:
        """Profiles that fit, best first."""
        return cast("list[Condition]", self.data["conditions"])

    @property
    def trigger_points(self) -> list[TriggerPoint]:
        """Areas people often find tender."""
        return cast("list[TriggerPoint]", self.data["trigger_points"])

    @property
    def therapies(self) -> list[Therapy]:
        """What may help, what needs care, what to avoid."""
        return cast("list[Therapy]", self.data["therapies"])

    @property
    def findings(self) -> list[Finding]:
        """What was read, with the words it rests on."""
        return cast("list[Finding]", self.data["findings"])

    @property
    def questions(self) -> list[dict[str, str]]:
        """Questions whose answers could change this."""
        return cast("list[dict[str, str]]", self.data["questions"])

    @property
    def not_assessed(self) -> list[str]:
        """Flags about which nothing was said: neither found nor ruled out."""
        return cast("list[str]", self.data["not_assessed"])

    @property
    def handover(self) -> str:
        """One line for a clinician."""
        return str(self.data["handover"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Result) and self.json == other.json

    def __hash__(self) -> int:
        return hash(self.json)

    def __repr__(self) -> str:
        # Not the words of the person: a repr ends up in logs.
        flags = ", ".join(flag["id"] for flag in self.flags)
        return f"<tptriage.Result {self.level}{': ' if flags else ''}{flags}>"

    def __reduce__(self) -> tuple[type[Result], tuple[bytes]]:
        return Result, (self.json,)
