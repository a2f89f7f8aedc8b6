"""Threads and lifetimes: sessions in parallel, one session in two threads, things freed in any order."""

import gc
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

import tptriage
from tptriage._native import ffi, lib

TEXTS = [
    "stiff neck and headaches",
    "numb between my legs and I cannot pee",
    "crushing chest pain",
    "my feet hurt in the morning",
    "no fever, sore throat",
]


def test_threads_give_the_same(rules):
    alone = [tptriage.Session(rules).triage(text) for text in TEXTS]

    def visit(number):
        session = tptriage.Session(rules)
        turned = TEXTS[number:] + TEXTS[:number]
        return [session.triage(text) for text in turned * 3] == (alone[number:] + alone[:number]) * 3

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(visit, range(len(TEXTS))))


def test_each_thread_has_its_own_session_behind_the_function():
    want = tptriage.triage(TEXTS[0])
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(tptriage.triage, TEXTS[:1] * 40)) == {want}


def test_other_threads_run_during_a_call(rules):
    """The interpreter lets go for a call: with its forced turns off, that is the only way another thread gets one."""
    session, error, counted, stop = tptriage.Session(rules), ffi.new("tpt_error *"), [0], threading.Event()
    raw = b"pain in my neck and back and legs. " * 2000

    def count():
        while not stop.is_set():
            counted[0] += 1
            time.sleep(0)

    thread, interval = threading.Thread(target=count), sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        thread.start()
        for _ in range(20):  # on a busy machine the other thread may be late
            before = counted[0]
            lib.tptpy_triage_text(session._handle, raw, len(raw), session._sink, error)
            if counted[0] > before:
                return
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(interval)
    pytest.fail("no other thread ran during a call")


def test_session_in_two_threads_is_busy(rules):
    session, entered, leave = tptriage.Session(rules), threading.Event(), threading.Event()

    def hold():
        with session._taken():
            entered.set()
            leave.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        entered.wait()
        calls = [
            lambda: session.triage("x"),
            lambda: session.triage_json("{}"),
            lambda: session.triage_many(["x"]),
            lambda: session.assert_spans("x", []),
            session.close,
        ]
        for call in calls:
            with pytest.raises(tptriage.BusyError, match="in use"):
                call()
    finally:
        leave.set()
        thread.join()
    assert session.triage("stiff neck").level == "routine"


def test_session_used_wildly(rules):
    """Many threads on one session: each call answers rightly or is busy."""
    session, text = tptriage.Session(rules), TEXTS[0]
    want = session.triage(text)

    def visit(_):
        try:
            return session.triage(text) == want
        except tptriage.BusyError:
            return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(visit, range(400)))


def test_session_keeps_its_ruleset():
    rules = tptriage.Ruleset()
    gone = weakref.ref(rules)
    session = tptriage.Session(rules)
    del rules
    gc.collect()
    assert gone() is not None
    assert session.triage("stiff neck").level == "routine"
    del session
    gc.collect()
    assert gone() is None


def test_ruleset_outlives_a_session_in_a_cycle():
    """In a cycle the collector picks the order: whoever lets go last frees the rules."""

    class Holder:
        pass

    for _ in range(3):
        holder = Holder()
        holder.me, holder.rules = holder, tptriage.Ruleset()
        holder.session = tptriage.Session(holder.rules)
        holder.session.triage("stiff neck")
        del holder
        gc.collect()


def test_closed(rules):
    with tptriage.Session(rules) as session:
        assert session.triage("stiff neck").level == "routine"
    for call in (lambda: session.triage("x"), lambda: session.triage_many(["x"]), lambda: session.assert_spans("x", [])):
        with pytest.raises(ValueError, match="closed"):
            call()
    session.close()
