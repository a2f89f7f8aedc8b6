"""The batch call: lists, Arrow arrays and streams, bad rows, arrays that lie."""

import pytest

import tptriage
from arrow_arrays import Array, strings, views
from tptriage._native import ffi

TEXTS = ["stiff neck", None, "a rather long text about my low back pain", "", "n\u00e9ck pain", "rash"]
BYTES = [text if text is None else text.encode() for text in TEXTS]


@pytest.fixture(scope="module")
def want(rules):
    return [tptriage.Session(rules).triage(text) for text in TEXTS]


def test_lists(session, want):
    assert session.triage_many(TEXTS) == want
    assert session.triage_many(tuple(BYTES)) == want
    assert session.triage_many(text for text in TEXTS) == want
    assert session.triage_many([]) == []


def test_more_than_one_call_of_the_library(session, want):
    assert session.triage_many(TEXTS * 100) == want * 100


@pytest.mark.parametrize("form", [b"u", b"z", b"U", b"Z"])
def test_arrow_strings(session, want, form):
    assert session.triage_many(strings(BYTES, form)) == want
    for offset in range(1, len(TEXTS) + 1):
        assert session.triage_many(strings(BYTES, form, offset)) == want[offset:]
    assert session.triage_many(strings(BYTES * 100, form, 300)) == want * 50


def test_arrow_views(session, want):
    for offset in range(len(TEXTS) + 1):
        assert session.triage_many(views(BYTES, offset)) == want[offset:]


def test_arrow_of_nothing(session):
    assert session.triage_many(Array(b"u", 0, [None, None, None])) == []
    assert session.triage_many(Array(b"U", 2, [None, bytes(24), None])) == [session.triage("")] * 2


def test_no_validity(session, want):
    array = strings([text or b"" for text in BYTES])
    array.buffers[0] = ffi.NULL
    assert session.triage_many(array) == want


def test_a_bad_row_is_an_error_and_the_rest_goes_on(rules):
    session = tptriage.Session(rules, max_text_bytes=12)
    results = session.triage_many(["stiff neck", "stiff neck and headaches", "rash", "sore shoulders", ""])
    assert [type(result) for result in results] == [
        tptriage.Result, tptriage.TooLongError, tptriage.Result, tptriage.TooLongError, tptriage.Result,
    ]
    assert results[1].message == "longer than the limit of 12 bytes"
    assert results[2] == session.triage("rash")


def test_incomplete_rows(rules):
    session = tptriage.Session(rules, max_steps=1)
    assert [result.complete for result in session.triage_many(["headache and fever"] * 2)] == [False, False]


@pytest.mark.parametrize("texts", ["stiff neck", b"stiff neck", 5, None, 5.0])
def test_no_texts(session, texts):
    with pytest.raises(TypeError, match="texts must be"):
        session.triage_many(texts)


@pytest.mark.parametrize("wrong", [5, 5.0, ["a"], object()])
def test_list_with_a_wrong_type(session, wrong):
    with pytest.raises(TypeError, match=r"texts\[2\] must be a str, bytes or None, not " + type(wrong).__name__):
        session.triage_many(["a", "b", wrong])


@pytest.mark.parametrize("form", [b"l", b"i", b"b", b"n", b"+s", b"+l", b"w:4", b"tdD", b""])
def test_arrow_of_another_type(session, form):
    with pytest.raises(TypeError, match="strings or binary"):
        session.triage_many(Array(form, 1, [None, bytes(8)]))


def test_arrow_dictionary(session):
    array = strings(BYTES)
    array.schema.dictionary = array.schema
    with pytest.raises(TypeError, match="a dictionary"):
        session.triage_many(array)


def test_arrow_offsets_that_lie(session):
    backwards, negative = [0, 8, 4, 10], [-4, 4, 8, 10]
    for ends in (backwards, negative):
        offsets = b"".join(end.to_bytes(4, "little", signed=True) for end in ends)
        with pytest.raises(tptriage.Error) as caught:
            session.triage_many(Array(b"u", 3, [None, offsets, b"stiff neck"]))
        assert caught.value.code == "argument"


@pytest.mark.parametrize("wrong", [{"buffer": 1}, {"buffer": -1}, {"place": 1}, {"place": -1}, {"length": 4000}, {"length": -5}])
def test_arrow_views_that_lie(session, wrong):
    with pytest.raises(ValueError, match="not within its buffer"):
        session.triage_many(views([b"a text of more than twelve bytes"], **wrong))


@pytest.mark.parametrize("wrong", [{"length": -1}, {"offset": -1}, {"n_buffers": 2}, {"n_buffers": 0}, {"release": ffi.NULL}])
def test_arrow_arrays_that_cannot_be(session, wrong):
    array = strings(BYTES)
    for field, value in wrong.items():
        setattr(array.array, field, value)
    with pytest.raises(ValueError, match="the Arrow array"):
        session.triage_many(array)


def test_what_is_no_capsule(session):
    class Lies:
        def __arrow_c_array__(self, requested_schema=None):
            return 1, 2

    with pytest.raises(TypeError, match="no capsule"):
        session.triage_many(Lies())
    swapped = strings(BYTES)
    honest = swapped.__arrow_c_array__
    swapped.__class__ = type("Swapped", (Array,), {"__arrow_c_array__": lambda self, requested_schema=None: honest()[::-1]})
    with pytest.raises(TypeError, match="no capsule of an Arrow arrow_schema"):
        session.triage_many(swapped)


def test_streams_of_another_library(session, want):
    nanoarrow = pytest.importorskip("nanoarrow")
    kind = nanoarrow.string()
    assert session.triage_many(nanoarrow.Array(TEXTS, kind)) == want
    chunks = nanoarrow.Array.from_chunks([TEXTS, TEXTS[2:], []], kind)
    assert session.triage_many(chunks) == want + want[2:]
    with pytest.raises(TypeError, match="strings or binary"):
        session.triage_many(nanoarrow.Array.from_chunks([[1], [2]], nanoarrow.int32()))
