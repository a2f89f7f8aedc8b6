"""What a call costs: bench.py [--json]. Microseconds for each text, in C, through the binding, parsed, and in batches.

The best of the rounds, in processor time, since others use the machine too. The C call is the one that the binding makes,
from a loop in Python, so that the difference is what the binding adds.
"""

import json
import sys
import time

import tptriage
from tptriage._native import ffi, lib

TEXTS = [
    "stiff neck and headaches",
    "dull ache low in my back since Monday, worse when I sit, no numbness and no fever",
    "pain from my right buttock down the back of the leg to the little toe for three weeks",
    "I fell off a ladder this morning, my wrist is swollen and bent and I can't move my fingers",
]
ROUNDS, REPEATS = 15, 25


def measure(rows):
    """The best of the rounds for each row. All rows take their turn in each round, so that none has the quiet minute."""
    times = {name: [] for name in rows}
    for _ in range(ROUNDS):
        for name, function in rows.items():
            start = time.process_time()
            function()
            times[name].append(time.process_time() - start)
    return {name: min(taken) / (REPEATS * len(TEXTS)) * 1e6 for name, taken in times.items()}


def main():
    session = tptriage.Session()
    error, out = ffi.new("tpt_error *"), ffi.gc(ffi.new("tptpy_sink *"), lib.tptpy_sink_free)
    raw = [text.encode() for text in TEXTS] * REPEATS
    texts = TEXTS * REPEATS

    def in_c():
        for text in raw:
            lib.tptpy_triage_text(session._handle, text, len(text), out, error)

    rows = {
        "the C call, result as JSON": in_c,
        "session.triage(text).json": lambda: [session.triage(text).json for text in texts],
        "session.triage(text, age=44).json": lambda: [session.triage(text, age=44).json for text in texts],
        "session.triage(text).data": lambda: [session.triage(text).data for text in texts],
        "session.triage_many(texts)": lambda: session.triage_many(texts),
    }
    cost = measure(rows)
    if "--json" in sys.argv:
        print(json.dumps({name: round(us, 2) for name, us in cost.items()}))
        return
    for name, us in cost.items():
        print(f"{name:36} {us:9.1f} us  {us / cost['the C call, result as JSON']:5.2f}x")


if __name__ == "__main__":
    main()
