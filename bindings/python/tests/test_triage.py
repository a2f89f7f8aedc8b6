"""Triage of texts and forms, results, errors, and objects of the wrong type."""

import copy
import json
import pickle
from decimal import Decimal

import pytest

import tptriage

STIFF = "stiff neck and headaches"


def test_text(session):
    result = session.triage(STIFF)
    assert result.level == result.urgency["level"] == "routine"
    assert "neck_stiffness" in {finding["id"] for finding in result.findings}
    assert result.complete
    assert result.id is None
    assert result.handover
    assert json.loads(result.json) == result.data == dict(result)
    assert result["packs"][0]["sha256"] == session.ruleset.sha256


def test_module_function():
    assert tptriage.triage(STIFF) == tptriage.Session().triage(STIFF)


def test_flags(session):
    result = session.triage("crushing chest pain down my left arm, sweating", country="GB")
    assert result.level == "emergency"
    assert result.flags[0]["status"] == "raised"
    assert result.urgency["ambulance"]


def test_nothing_said(session):
    assert session.triage().level == "insufficient"
    assert session.triage(None) == session.triage("") == session.triage(b"") == session.triage(age=None)


def test_facts(session):
    keywords = session.triage(
        "ache", id="p7", age=44, sites=["neck", ("shoulder", "left"), {"site": "knee", "side": "both"}],
        findings={"fever": False, "night_pain": None}, medications=["warfarin"], temperature_c=36.9, country=None,
    )
    record = session.triage_json(
        {
            "text": "ache", "id": "p7", "age": 44,
            "sites": [{"site": "neck"}, {"site": "shoulder", "side": "left"}, {"site": "knee", "side": "both"}],
            "findings": {"fever": False, "night_pain": "unknown"}, "medications": ["warfarin"], "temperature_c": 36.9,
        }
    )
    assert keywords == record
    assert keywords.id == "p7"


def test_numbers_of_other_kinds(session):
    class Index:
        def __index__(self):
            return 44

    assert session.triage("headache", age=Index()) == session.triage("headache", age=44)
    assert session.triage("fever", temperature_c=Decimal("39.4")) == session.triage("fever", temperature_c=39.4)


def test_records(session):
    record = '{"text": "stiff neck", "age": 44}'
    assert session.triage_json(record) == session.triage_json(record.encode()) == session.triage_json(json.loads(record))


def test_result_is_a_value(session):
    result = session.triage(STIFF)
    assert pickle.loads(pickle.dumps(result)) == result == copy.deepcopy(result)
    assert len({result, session.triage(STIFF)}) == 1
    assert result != session.triage("sore knee")
    assert result != result.json


def test_no_words_in_reprs_and_errors(session):
    assert "wobbly" not in repr(session.triage("wobbly secret stiff neck"))
    with pytest.raises(tptriage.InputError) as caught:
        session.triage("wobbly secret", age=900)
    assert "wobbly" not in str(caught.value) + repr(caught.value)


def test_results_outlive_their_session(rules):
    session = tptriage.Session(rules)
    result = session.triage(STIFF)
    before = bytes(result.json)
    session.triage("sore knee")
    session.close()
    assert result.json == before and result.level == "routine"


# ---- Odd texts ----


def test_nul(session):
    assert session.triage("stiff neck\0headache").findings
    assert session.triage("stiff neck\0headache") == session.triage(b"stiff neck\0headache")
    with pytest.raises(tptriage.InputError, match="u0000"):
        session.triage("stiff neck\0headache", age=44)


def test_lone_surrogates_are_replacement_characters(session):
    assert session.triage("stiff \ud83d neck") == session.triage("stiff \ufffd neck")
    assert session.triage("stiff \udc80 neck", age=44) == session.triage("stiff \ufffd neck", age=44)
    assert session.triage_many(["stiff \ud83d neck"]) == [session.triage("stiff \ufffd neck")]
    span = session.triage("\ud83d my stiff neck").findings[0]["spans"][0]
    assert "\ud83d my stiff neck"[span["start_char"] : span["end_char"]] in ("stiff neck", "stiff", "neck")


def test_ill_formed_bytes(session):
    assert json.loads(session.triage(b"stiff \xff neck").json)
    with pytest.raises(UnicodeDecodeError):
        session.triage(b"stiff \xff neck", age=44)


# ---- Errors ----


def test_unknown_key(session):
    with pytest.raises(tptriage.InputError, match='unknown key "agee"') as caught:
        session.triage(STIFF, agee=44)
    assert (caught.value.code, caught.value.pointer) == ("input", "/agee")
    assert isinstance(caught.value, (tptriage.Error, ValueError))


def test_bad_json_has_a_place(session):
    with pytest.raises(tptriage.InputError) as caught:
        session.triage_json('{"text": "stiff neck",\n "age": 4x}')
    assert (caught.value.code, caught.value.line, caught.value.column) == ("json", 2, 10)
    assert str(caught.value).startswith("2:10")


def test_errors_can_be_pickled(session):
    with pytest.raises(tptriage.InputError) as caught:
        session.triage(STIFF, age=900)
    other = pickle.loads(pickle.dumps(caught.value))
    assert type(other) is tptriage.InputError and vars(other) == vars(caught.value) and str(other) == str(caught.value)


def test_too_long(rules):
    session = tptriage.Session(rules, max_text_bytes=10)
    with pytest.raises(tptriage.TooLongError) as caught:
        session.triage("stiff necks")
    assert caught.value.code == "too_long" or caught.value.code
    assert session.triage("stiff neck").level == "routine"  # and the session goes on


def test_incomplete(rules):
    result = tptriage.Session(rules, max_steps=1).triage("chest pain and sweating")
    assert not result.complete
    assert result["undecided"] or result.not_assessed


# A pattern of the rules is searched for in it.
SEARCHED = "I fell 3 metres and my back is sore"


@pytest.mark.parametrize("limit", ["max_confirms", "max_match"])
def test_limits_of_searches(rules, limit):
    assert tptriage.Session(rules, **{limit: 1_000_000}).triage(SEARCHED).complete
    result = tptriage.Session(rules, **{limit: 1}).triage(SEARCHED)
    assert not result.complete and result["undecided"]


@pytest.mark.parametrize("limit", ["max_match_depth", "max_match_heap_kib"])
def test_limits_that_are_let_through(rules, limit):
    assert tptriage.Session(rules, **{limit: 1_000_000}).triage(SEARCHED).complete


def test_nesting(rules):
    record = '{"text": "stiff neck", "sites": [{"site": "neck"}]}'
    assert tptriage.Session(rules, max_nesting=3).triage_json(record)
    with pytest.raises(tptriage.InputError, match="nested too deep"):
        tptriage.Session(rules, max_nesting=2).triage_json(record)


def test_explain(rules, session):
    assert tptriage.Session(rules, explain=True).triage(STIFF)["silent"]
    assert "silent" not in session.triage(STIFF)


@pytest.mark.parametrize("text", [5, 5.0, ["stiff neck"], object(), bytearray(b"stiff neck")])
def test_text_of_the_wrong_type(session, text):
    with pytest.raises(TypeError, match="text must be a str, bytes or None, not " + type(text).__name__):
        session.triage(text)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"44", 1j])
def test_fact_of_the_wrong_type(session, value):
    with pytest.raises(TypeError, match=f"of the type {type(value).__name__}"):
        session.triage(STIFF, age=value)


def test_fact_that_is_no_number(session):
    for value in (float("nan"), float("inf"), Decimal("nan")):
        with pytest.raises(ValueError):
            session.triage(STIFF, age=value)
    with pytest.raises(tptriage.InputError, match="must be a number"):
        session.triage(STIFF, age="forty")


def test_record_of_the_wrong_type(session):
    for record in (5, None, ["text"]):
        with pytest.raises(TypeError, match="record must be"):
            session.triage_json(record)
    endless = {}
    endless["findings"] = endless
    with pytest.raises(ValueError):
        session.triage_json(endless)


def test_options_of_the_wrong_type(rules):
    with pytest.raises(TypeError, match="ruleset must be a tptriage.Ruleset, not str"):
        tptriage.Session("rules/msk")
    with pytest.raises(TypeError, match="max_steps must be an int"):
        tptriage.Session(rules, max_steps="many")
    for wrong in (-1, 1 << 64):
        with pytest.raises(ValueError, match="max_text_bytes"):
            tptriage.Session(rules, max_text_bytes=wrong)
    with pytest.raises(ValueError, match="max_nesting .* beyond 32 bits"):
        tptriage.Session(rules, max_nesting=1 << 32)
