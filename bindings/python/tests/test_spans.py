"""Spans that another program found: characters in a str, bytes in bytes."""

import json

import pytest

import tptriage

TEXT = "\U0001f622 No \u00e9fever, but chills."


def test_characters(session):
    fever, chills = TEXT.index("\u00e9fever"), TEXT.index("chills")
    denied, found = session.assert_spans(TEXT, [(fever, fever + 6), (chills, chills + 6)])
    assert denied.status == "absent" and denied.negation == "negated"
    assert denied.temporality == "recent" and denied.experiencer == "patient" and denied.complete
    assert TEXT[slice(*denied.cue)] == "No"
    assert denied.scope[1] <= chills
    assert found.status == "present" and found.cue is None and found.scope is None


def test_bytes(session):
    raw = TEXT.encode()
    at = raw.index("\u00e9fever".encode())
    denied = session.assert_spans(raw, [(at, at + 7)])[0]
    assert raw[slice(*denied.cue)] == b"No"


def test_plain_characters_are_bytes(session):
    text = "No fever, but chills."
    assert session.assert_spans(text, [(3, 8)]) == session.assert_spans(text.encode(), [(3, 8)])


def test_lone_surrogate(session):
    assert session.assert_spans("\ud83d no fever", [(5, 10)])[0].status == "absent"


def test_none(session):
    assert session.assert_spans("No fever.", []) == []
    assert session.assert_spans("", [(0, 0)])[0].status == "present"


def test_as_json(session):
    record = {"id": 7, "text": "No fever.", "spans": [{"start": 3, "end": 8}]}
    answer = json.loads(session.assert_json(record))
    assert answer["id"] == 7 and answer["spans"][0]["status"] == "absent"


def test_incomplete(rules):
    said = tptriage.Session(rules, max_steps=1).assert_spans("There was no fever at all.", [(13, 18)])
    assert not said[0].complete


@pytest.mark.parametrize("span", [(0, 99), (-1, 2), (5, 3)])
def test_outside(session, span):
    with pytest.raises(tptriage.InputError, match="span 1 is not within the text") as caught:
        session.assert_spans(TEXT, [(0, 1), span])
    assert caught.value.pointer == "/spans/1"


@pytest.mark.parametrize("span", [5, (1,), (1, 2, 3), ("a", "b"), (0.0, 1.0), None])
def test_span_of_the_wrong_type(session, span):
    with pytest.raises(TypeError, match=r"spans\[0\] must be a pair of ints"):
        session.assert_spans(TEXT, [span])


def test_text_of_the_wrong_type(session):
    with pytest.raises(TypeError, match="text must be a str or bytes, not NoneType"):
        session.assert_spans(None, [])
