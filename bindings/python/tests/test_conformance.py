"""The conformance suite, through the binding: the same bytes as from the C library."""

import base64
import functools
import hashlib
import json
import pathlib

import pytest

import tptriage

SUITE = pathlib.Path(__file__).resolve().parents[3] / "tests/conformance"


def lines():
    for path in sorted(SUITE.glob("*.jsonl")):
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


LINES = list(lines())


@functools.lru_cache(maxsize=None)
def session_with(rules, options):
    return tptriage.Session(rules, **dict(options))


def ask(session, line):
    if "record" in line:
        return session.triage_json(line["record"]).json
    if "raw" in line:
        return session.triage_json(line["raw"]).json
    if "raw_base64" in line:
        return session.triage_json(base64.b64decode(line["raw_base64"])).json
    if "text" in line:
        return session.triage(line["text"]).json
    if "text_base64" in line:
        return session.triage(base64.b64decode(line["text_base64"])).json
    return session.assert_json(line["assert"])


def answer(rules, line):
    session = session_with(rules, tuple(line.get("options", {}).items()))
    return ask(session, line).replace(rules.sha256.encode(), b"0" * 64)


def compare(found, line):
    if "result" in line:
        assert found.decode() == line["result"]
    else:
        assert (len(found), hashlib.sha256(found).hexdigest()) == (line["bytes"], line["sha256"])


def test_suite_is_there():
    assert len(LINES) >= 300
    assert len({line["name"] for line in LINES}) == len(LINES)


@pytest.mark.parametrize("line", LINES, ids=[line["name"] for line in LINES])
def test_line(rules, line):
    if "error" not in line:
        compare(answer(rules, line), line)
        return
    with pytest.raises(tptriage.InputError) as caught:
        answer(rules, line)
    error = line["error"]
    assert {key: getattr(caught.value, key) for key in error} == error


def test_texts_in_one_batch(rules):
    plain = [line for line in LINES if ("text" in line or "text_base64" in line) and "options" not in line]
    texts = [line["text"] if "text" in line else base64.b64decode(line["text_base64"]) for line in plain]
    results = tptriage.Session(rules).triage_many(texts)
    assert len(results) == len(plain)
    for result, line in zip(results, plain):
        compare(result.json.replace(rules.sha256.encode(), b"0" * 64), line)


def test_facts_as_keywords(rules, session):
    """A form's record through keywords gives the same bytes as the record itself."""
    forms = [line["record"] for line in LINES if line["name"].startswith("form.") and "options" not in line]
    assert len(forms) > 50
    for record in forms:
        if None not in record.values():
            assert session.triage(**record) == session.triage_json(record)
