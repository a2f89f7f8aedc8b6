#!/usr/bin/env python3
"""Writes the conformance suite anew: chosen inputs, with the answers that the C library gives now.

    make.py CONFORMANCE    the program built from run.c; ./dev conformance calls it

The inputs are a spread of the cases and what is made up below. README.md beside this tells the format.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent

CASE_ONLY = {"expect", "covers", "near_miss", "note"}
WHOLE_OF_256 = 28  # so many lines in 256 hold their result whole, the others its hash
WHOLE_LIMIT = 24000  # bytes; longer results are never held whole


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


# ---- A spread of the cases ------------------------------------------------------------------------------


def spread(folder, count):
    """Some cases of each file: those with the lowest hash, so that new cases seldom change the choice."""
    for path in sorted(folder.glob("*.jsonl")):
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        records.sort(key=lambda record: digest(record.get("text", "")))
        for number, record in enumerate(records[:count], 1):
            kept = {key: value for key, value in record.items() if key not in CASE_ONLY}
            yield {"name": f"{path.stem}.{number}", "record": kept}


# ---- Forms ----------------------------------------------------------------------------------------------


def forms():
    records = {
        "nothing": {},
        "empty_text": {"text": ""},
        "id_text": {"id": "p-7", "text": "stiff neck"},
        "id_number": {"id": 42, "text": "stiff neck"},
        "id_odd": {"id": "a\"b\\c/\u00e9\U0001f600\t", "text": "stiff neck"},
        "country_gb": {"text": "crushing chest pain and sweating", "country": "GB"},
        "country_us": {"text": "crushing chest pain and sweating", "country": "US"},
        "country_de": {"text": "crushing chest pain and sweating", "country": "DE"},
        "country_unknown": {"text": "crushing chest pain and sweating", "country": "ZZ"},
        "country_lower_case": {"text": "crushing chest pain and sweating", "country": "gb"},
        "site_only": {"sites": [{"site": "low_back"}]},
        "site_left": {"sites": [{"site": "neck", "side": "left"}]},
        "site_right": {"sites": [{"site": "shoulder", "side": "right"}]},
        "site_both": {"sites": [{"site": "knee", "side": "both"}], "severity": 4},
        "site_null_side": {"sites": [{"site": "knee", "side": None}]},
        "sites_many": {
            "sites": [
                {"site": "head"},
                {"site": "neck", "side": "left"},
                {"site": "shoulder", "side": "left"},
                {"site": "forearm", "side": "right"},
                {"site": "buttock", "side": "left"},
            ],
            "duration_days": 200,
        },
        "sites_and_text": {"text": "aches when I turn", "sites": [{"site": "neck", "side": "right"}]},
        "places_severity": {"text": "neck and shoulders", "severity": 4},
        "places_no_severity": {"text": "neck and shoulders"},
        "findings_true": {"text": "low back pain", "findings": {"urinary_retention": True}},
        "findings_false": {"text": "low back pain", "findings": {"fever": False, "saddle_numbness": False}},
        "findings_unknown": {"text": "low back pain", "findings": {"fever": "unknown", "weight_loss": None}},
        "findings_only": {"findings": {"headache": True, "fever": True, "neck_stiffness": True}},
        "findings_many": {
            "findings": {
                "back_pain": True,
                "saddle_numbness": True,
                "urinary_incontinence": True,
                "limb_weakness": False,
                "anticoagulant": True,
            }
        },
        "dispute_form_denies": {"text": "back pain and I cannot pee", "findings": {"urinary_retention": False}},
        "dispute_form_affirms": {"text": "back pain, peeing is fine", "findings": {"urinary_retention": True}},
        "mitigator": {"text": "chest pain when I press on the rib", "findings": {"reproducible_by_pressing": True}},
        "medications": {"text": "I fell and hit my head", "medications": ["warfarin", "ramipril 5 mg"]},
        "medications_none": {"text": "stiff neck", "medications": []},
        "medications_denied": {"text": "stiff neck", "medications": ["no warfarin"]},
        "history": {"text": "new back pain", "history": ["breast cancer 2015", "osteoporosis"]},
        "history_and_medications": {
            "text": "hot swollen calf",
            "history": ["DVT"],
            "medications": ["combined pill"],
        },
        "unicode_medication": {"text": "mal \u00e0 la nuque", "medications": ["ibuprof\u00e8ne"]},
        "age_child": {"text": "headache", "age": 4},
        "age_old": {"text": "new headache, jaw hurts when chewing", "age": 78},
        "age_fraction": {"text": "headache", "age": 43.5},
        "age_null": {"text": "headache", "age": None},
        "age_unknown": {"text": "headache", "age": "unknown"},
        "age_text_and_form": {"text": "I'm 30 with a headache", "age": 70},
        "sex_female": {"text": "lower tummy pain and a missed period", "sex": "female", "age": 24},
        "sex_male": {"text": "groin pain", "sex": "male", "age": 15},
        "sex_other": {"text": "groin pain", "sex": "other"},
        "sex_code": {"text": "groin pain", "sex": 2},
        "pregnant_true": {"text": "bad headache and flashing lights", "pregnant": True, "gestation_weeks": 34},
        "pregnant_possible": {"text": "lower tummy pain", "pregnant": "possible", "sex": "female"},
        "pregnant_no": {"text": "lower tummy pain", "pregnant": "no", "sex": "female"},
        "postpartum": {"text": "calf pain", "postpartum_weeks": 2, "sex": "female"},
        "severity_zero": {"text": "neck", "severity": 0},
        "severity_ten": {"text": "headache", "severity": 10},
        "duration_minutes": {"text": "chest pain", "duration_minutes": 20},
        "duration_fraction": {"text": "headache", "duration_days": 0.5},
        "duration_long": {"text": "low back pain", "duration_days": 3650},
        "temperature_c": {"text": "back pain", "temperature_c": 39.4},
        "temperature_high_precision": {"text": "back pain", "temperature_c": 38.05},
        "temperature_exponent": {"text": "back pain", "temperature": 3.94e2},
        "blood_pressure": {"text": "headache", "systolic": 212, "diastolic": 128, "heart_rate": 88},
        "weight_loss": {"text": "back pain", "weight_change": -80},
        "thunderclap": {"text": "worst headache ever", "onset_to_peak": 1},
        "headache_days": {"text": "headaches", "headache_days_per_month": 20, "simple_analgesic_days": 18},
        "migraine": {
            "text": "throbbing one-sided headache, light hurts, I feel sick",
            "attacks_total": 12,
            "attack_length": 1440,
        },
        "fibromyalgia": {
            "text": "pain all over for years",
            "wpi": 12,
            "wpi_regions": 5,
            "sss_fatigue": 3,
            "sss_unrefreshed": 3,
            "sss_cognitive": 2,
            "sss_headache": 1,
            "sss_lower_abdomen": 0,
            "sss_depression": 1,
            "duration_days": 900,
        },
        "phq9_item9": {"text": "can't sleep for the pain", "phq9_item9": 2},
        "calf_difference": {"text": "sore calf", "calf_difference": 35},
        "smoking": {"text": "shoulder pain", "smoking_status": "current", "age": 60},
        "overdose": {"text": "headache", "paracetamol_day_mg": 12000},
        "failed_treatments": {"text": "sciatica", "failed_treatments": 4, "duration_days": 120},
        "everything": {
            "id": "all",
            "country": "GB",
            "text": "stiff neck, pins and needles in my left hand",
            "age": 44,
            "sex": "female",
            "pregnant": False,
            "severity": 6,
            "duration_days": 21,
            "temperature_c": 36.9,
            "sites": [{"site": "neck", "side": "left"}, {"site": "hand", "side": "left"}],
            "findings": {"fever": False, "night_pain": True, "weight_loss": "unknown"},
            "medications": ["warfarin"],
            "history": ["asthma"],
        },
    }
    for name, record in records.items():
        yield {"name": f"form.{name}", "record": record}
    explained = ("findings_many", "everything", "fibromyalgia", "nothing", "mitigator")
    for name in explained:
        yield {"name": f"form.{name}.explain", "record": records[name], "options": {"explain": True}}


# ---- Odd texts ------------------------------------------------------------------------------------------

WHOLE = "low back pain going down my left leg"
TEXTS = {
    "empty": "",
    "blank": " \t\n\r ",
    "full_stop": ".",
    "question": "?",
    "one_letter": "a",
    "digits": "12345",
    "urgent_plain": "crushing chest pain down my left arm, sweating",
    "capitals": "STIFF NECK AND HEADACHES",
    "emoji": "\U0001f622\U0001f622 my neck \U0001f494 hurts",
    "emoji_only": "\U0001f622",
    "emoji_joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467 stiff neck \U0001f926\U0001f3fd\u200d\u2640\ufe0f",
    "typographic": "I can\u2019t move my neck \u2014 it\u2019s \u201cstiff\u201d\u2026",
    "decomposed": "ne\u0301ck pai\u0308n",
    "composed": "n\u00e9ck pa\u00efn",
    "full_width": "\uff53\uff54\uff49\uff46\uff46 \uff4e\uff45\uff43\uff4b",
    "ligature": "sti\ufb00 neck",
    "soft_hyphen": "stiff ne\u00adck",
    "zero_width_space": "stiff\u200bneck",
    "no_break_space": "stiff\u00a0neck",
    "byte_order_mark": "\ufeffstiff neck",
    "line_separator": "stiff neck\u2028headache\u2029fever",
    "crlf": "stiff neck\r\nheadache\r\n",
    "controls": "stiff\x01 neck\x08\x1b[31m headache\x7f",
    "c1_controls": "stiff\u0085neck\u009b headache",
    "right_to_left": "\u202estiff neck\u202c and headache",
    "hebrew": "\u05db\u05d0\u05d1 \u05d2\u05d1 back pain",
    "arabic": "\u0623\u0644\u0645 \u0641\u064a \u0627\u0644\u0638\u0647\u0631",
    "chinese": "\u6211\u7684\u80cc\u5f88\u75db",
    "cyrillic_look_alikes": "st\u0456ff n\u0435ck",
    "french": "j'ai mal au dos depuis trois jours",
    "german": "Ich habe seit drei Tagen R\u00fcckenschmerzen",
    "combining_pile": "neck" + "\u0301" * 200 + " pain",
    "beyond_basic_plane": "\U0001d564\U0001d565\U0001d55a\U0001d557\U0001d557 neck",
    "noncharacters": "stiff\ufffe neck\uffff",
    "replacement": "stiff \ufffd neck",
    "private_use": "stiff \ue000 neck",
    "last_point": "stiff \U0010ffff neck",
    "quotes": "\"stiff neck\" 'headache' \\ / \b\f",
    "json_within": "{\"text\": \"stiff neck\"}",
    "html": "<b>stiff</b> neck &amp; <script>alert(1)</script>",
    "format": "%s%n stiff neck %d ${HOME} $(id)",
    "sql": "stiff neck'; DROP TABLE patients; --",
    "misspelt": "siatica down teh lft leg, nubmness in groyn",
    "run_together": "stiffneckand headache",
    "denials": "no fever, no numbness, no weakness, can pee fine, just a sore low back",
    "doubt": "I don't think I have a fever but my neck is stiff",
    "past": "had a stroke five years ago; now tension headaches",
    "others": "my mum has fibromyalgia, my shoulder aches",
    "hypothetical": "if I get numb I will call; for now my back aches",
    "unclear_flag": "low back pain, not sure if I can feel when I wipe",
    "contradiction": "no chest pain. chest pain now.",
    "radiation": "pain from my right buttock down the back of the leg to the little toe",
    "elision": "my back hurts and my feet don't",
    "figure": "an elephant is sitting on my chest",
    "quantities": "3/7 LBP, 38.9 C, BP 190/120, 6 weeks of morning stiffness over an hour",
    "suppressed": "chest crushing like a band, arm aching, grey and clammy, could massage help?",
    "cautions": "stiff neck, on warfarin, 20 weeks pregnant, osteoporosis, pacemaker",
    "two_sides": "left shoulder and right knee",
    "suicidal": "the pain makes me want to end it all",
    "list": "- stiff neck\n- headache\n- fever since Monday\n",
    "repeated": "stiff neck " * 60,
    "long_word": "a" * 5000,
    "long_sentence": "and my neck aches " * 400,
    "many_denials": "no " * 500 + "fever",
    "many_findings": "headache, neck pain, back pain, knee pain, fever, numbness, tingling; " * 30,
}

BYTES = {
    "nul": b"stiff neck\x00headache",
    "nul_only": b"\x00",
    "nul_at_end": b"stiff neck\x00",
    "nul_within_word": b"head\x00ache",
    "lone_continuation": b"stiff \x80 neck",
    "cut_sequence": b"stiff neck \xe2\x82",
    "cut_within": b"sti\xc3ff neck",
    "overlong_slash": b"stiff\xc0\xafneck",
    "overlong_nul": b"stiff\xc0\x80neck",
    "surrogate_high": b"stiff \xed\xa0\x80 neck",
    "surrogate_pair": b"stiff \xed\xa0\xbd\xed\xb8\x80 neck",
    "beyond_last_point": b"stiff \xf4\x90\x80\x80 neck",
    "five_bytes": b"stiff \xf8\x88\x80\x80\x80 neck",
    "never_bytes": b"\xff\xfestiff neck\xff",
    "utf_16": "stiff neck".encode("utf-16"),
    "latin_1": "j'ai mal \u00e0 la t\u00eate".encode("latin-1"),
    "all_bytes": bytes(range(256)),
    "all_bytes_and_words": bytes(range(128, 256)) + b" crushing chest pain " + bytes(range(32)),
}


def texts():
    for name, text in TEXTS.items():
        yield {"name": f"text.{name}", "text": text}
        if 0 < len(text) < 200 and "\x00" not in text:
            yield {"name": f"text.{name}.record", "record": {"text": text}}
    for name, raw in BYTES.items():
        yield {"name": f"bytes.{name}", "text_base64": base64.b64encode(raw).decode()}
    for name in ("urgent_plain", "denials", "suppressed", "empty"):
        yield {"name": f"text.{name}.explain", "text": TEXTS[name], "options": {"explain": True}}
    filler = "The weather was fine and we walked along the river for a while. "
    long = (filler * 1600)[:102400 - len(WHOLE) - 1] + " " + WHOLE
    yield {"name": "text.100_kB", "text": long}
    yield {"name": "text.100_kB_of_marks", "text": "?!" * 51200}
    yield {"name": "text.100_kB_of_emoji", "text": "\U0001f622" * 25600}


def limits():
    tiny, small = {"max_text_bytes": 10}, {"max_text_bytes": 40}
    yield {"name": "limit.text_fits", "text": "stiff neck", "options": tiny}
    yield {"name": "limit.text_too_long", "text": "stiff necks", "options": tiny}
    yield {"name": "limit.bytes_not_characters", "text": "\u00e9" * 6, "options": tiny}
    yield {"name": "limit.record_too_long", "raw": json.dumps({"text": "x" * 40}), "options": small}
    for steps in (1, 10, 100, 1000):
        yield {"name": f"limit.steps_{steps}", "text": WHOLE, "options": {"max_steps": steps}}
    yield {
        "name": "limit.steps_record_explained",
        "record": {"text": TEXTS["urgent_plain"], "findings": {"sweating": True}},
        "options": {"max_steps": 20, "explain": True},
    }


# ---- Records as they stand ------------------------------------------------------------------------------

RAW = {
    "spaces": ' \t{ "text" :\t"stiff neck" , "age" : 44 } ',
    "lines": '{\n  "text": "stiff neck",\n  "age": 44\n}\n',
    "escapes": r'{"text": "stiff\u0020neck\n\t\u00e9\ud83d\ude00\/\\\""}',
    "escaped_key": r'{"te\u0078t": "stiff neck"}',
    "id_long": '{"id": 12345678901234567890, "text": "stiff neck"}',
    "id_fraction": '{"id": 1.50, "text": "stiff neck"}',
    "numbers": '{"text": "headache", "age": 4.4e1, "severity": 7.0, "temperature_c": 38.04}',
    "rounding": '{"text": "headache", "temperature_c": 38.05, "age": 43.4999}',
    "empty": "",
    "blank": "  ",
    "half": '{"text": "stiff ne',
    "half_object": '{"text": "stiff neck"',
    "half_escape": r'{"text": "stiff \u00',
    "no_object": "[1, 2]",
    "string": '"stiff neck"',
    "number": "7",
    "null": "null",
    "two_records": '{"text": "a"} {"text": "b"}',
    "trailing_comma": '{"text": "stiff neck",}',
    "single_quotes": "{'text': 'stiff neck'}",
    "comment": '{"text": "stiff neck" /* sore */}',
    "unquoted_key": '{text: "stiff neck"}',
    "not_a_number": '{"text": "headache", "age": NaN}',
    "infinity": '{"text": "headache", "age": -Infinity}',
    "leading_zero": '{"text": "headache", "age": 044}',
    "plus": '{"text": "headache", "age": +44}',
    "lone_point": '{"text": "headache", "age": 44.}',
    "hexadecimal": '{"text": "headache", "age": 0x2C}',
    "raw_control": '{"text": "stiff\tneck"}',
    "raw_line_feed": '{"text": "stiff\nneck"}',
    "bad_escape": r'{"text": "stiff\qneck"}',
    "escaped_nul": r'{"text": "stiff\u0000neck"}',
    "lone_high_surrogate": r'{"text": "stiff \ud83d neck"}',
    "lone_low_surrogate": r'{"text": "stiff \ude00 neck"}',
    "surrogates_reversed": r'{"text": "stiff \ude00\ud83d neck"}',
    "high_surrogate_and_escape": r'{"text": "stiff \ud83d\n neck"}',
    "duplicate_key": '{"text": "stiff neck", "age": 3, "text": "headache"}',
    "unknown_key": '{"text": "stiff neck", "agee": 44}',
    "unknown_key_unicode": '{"text": "stiff neck", "\u00e2ge": 44}',
    "expect": '{"text": "stiff neck", "expect": {}}',
    "covers": '{"text": "stiff neck", "covers": []}',
    "text_number": '{"text": 7}',
    "text_null": '{"text": null}',
    "text_list": '{"text": ["stiff neck"]}',
    "id_list": '{"id": [], "text": "stiff neck"}',
    "id_null": '{"id": null, "text": "stiff neck"}',
    "country_long": '{"text": "stiff neck", "country": "GBR"}',
    "country_number": '{"text": "stiff neck", "country": 44}',
    "age_negative": '{"text": "headache", "age": -1}',
    "age_above": '{"text": "headache", "age": 121}',
    "age_huge": '{"text": "headache", "age": 1e300}',
    "age_huge_digits": '{"text": "headache", "age": ' + "9" * 60 + "}",
    "age_string": '{"text": "headache", "age": "forty"}',
    "age_object": '{"text": "headache", "age": {}}',
    "sex_unknown_code": '{"text": "headache", "sex": "femal"}',
    "pregnant_number": '{"text": "headache", "pregnant": 3}',
    "severity_above": '{"text": "headache", "severity": 11}',
    "temperature_above": '{"text": "headache", "temperature_c": 60}',
    "sites_object": '{"sites": {"site": "neck"}}',
    "sites_strings": '{"sites": ["neck"]}',
    "site_unknown": '{"sites": [{"site": "neck"}, {"site": "nek"}]}',
    "site_missing": '{"sites": [{"side": "left"}]}',
    "side_unknown": '{"sites": [{"site": "neck", "side": "port"}]}',
    "findings_list": '{"findings": ["fever"]}',
    "finding_unknown": '{"findings": {"fevr": true}}',
    "finding_number": '{"findings": {"fever": 1}}',
    "finding_string": '{"findings": {"fever": "yes"}}',
    "medications_string": '{"medications": "warfarin"}',
    "medications_number": '{"medications": ["warfarin", 5]}',
    "history_null": '{"history": null}',
    "third_line": '{\n  "text": "stiff neck",\n  "agee": 44\n}',
    "column_after_umlauts": '{"text": "\u00e4\u00f6\u00fc", "agee": 44}',
    "deep": '{"text": ' + "[" * 1000 + "]" * 1000 + "}",
    "deep_object": '{"a":' * 200 + "1" + "}" * 200,
    "long_key": '{"' + "k" * 3000 + '": 1}',
}

RAW_BYTES = {
    "ill_formed_text": b'{"text": "stiff \xff neck"}',
    "ill_formed_key": b'{"te\x80xt": "stiff neck"}',
    "surrogate_bytes": b'{"text": "stiff \xed\xa0\x80 neck"}',
    "nul_in_text": b'{"text": "stiff\x00neck"}',
    "nul_after": b'{"text": "stiff neck"}\x00',
    "byte_order_mark": b'\xef\xbb\xbf{"text": "stiff neck"}',
    "utf_16": '{"text": "stiff neck"}'.encode("utf-16"),
}


def raw_records():
    for name, raw in RAW.items():
        yield {"name": f"raw.{name}", "raw": raw}
    for name, raw in RAW_BYTES.items():
        yield {"name": f"raw.{name}", "raw_base64": base64.b64encode(raw).decode()}


# ---- Spans that somebody else found ---------------------------------------------------------------------


def spans_of(text, *words):
    raw = text.encode()
    starts = [raw.index(word.encode()) for word in words]
    return [{"start": at, "end": at + len(word.encode())} for at, word in zip(starts, words)]


def spans():
    judged = {
        "denied": ("No fever, but a stiff neck.", "fever", "stiff neck"),
        "doubtful": ("Possible fracture, rule out \u00e9clampsia.", "fracture", "\u00e9clampsia"),
        "past": ("History of endocarditis. Status post cholecystectomy.", "endocarditis", "cholecystectomy"),
        "other": ("FAMILY HISTORY: Melanoma.\nIMPRESSION: Effusion.", "Melanoma", "Effusion"),
        "supposed": ("Return if you develop melena.", "melena"),
        "emoji": ("\U0001f622 no rash, \U0001f622 rigors", "rash", "rigors"),
        "out_of_order": ("Fever, no chills. Cough?", "Cough", "chills", "Fever"),
        "list": ("Denies orthopnea, melena, or hematuria.", "orthopnea", "melena", "hematuria"),
        "none": ("No fever.",),
    }
    for name, (text, *words) in judged.items():
        yield {"name": f"spans.{name}", "assert": {"id": name, "text": text, "spans": spans_of(text, *words)}}
    odd = {
        "empty": {"text": "", "spans": []},
        "empty_span": {"text": "No fever.", "spans": [{"start": 3, "end": 3}]},
        "overlapping": {"text": "No fever.", "spans": [{"start": 0, "end": 9}, {"start": 3, "end": 8}]},
        "within_a_character": {"text": "no \u00e9", "spans": [{"start": 4, "end": 5}]},
        "beyond": {"id": 7, "text": "short", "spans": [{"start": 3, "end": 8}]},
        "backwards": {"text": "short", "spans": [{"start": 3, "end": 2}]},
        "negative": {"text": "short", "spans": [{"start": -1, "end": 2}]},
        "fraction": {"text": "short", "spans": [{"start": 0.5, "end": 2}]},
        "no_spans": {"text": "short"},
        "no_end": {"text": "short", "spans": [{"start": 3}]},
        "unknown_key": {"text": "short", "span": []},
        "text_number": {"text": 3, "spans": []},
    }
    for name, record in odd.items():
        yield {"name": f"spans.{name}", "assert": record}


# ---- Writing it -----------------------------------------------------------------------------------------

FILES = {
    "rules": lambda: spread(ROOT / "rules/msk/cases", 2),
    "language": lambda: spread(ROOT / "tests/language", 2),
    "forms": forms,
    "texts": lambda: [*texts(), *limits()],
    "records": raw_records,
    "spans": spans,
}


def summary(answer):
    """What a difference is to show at a glance. No runner compares it."""
    if "urgency" not in answer:
        return None
    flags = [f"{flag['id']} {flag['level']} {flag['status']}" for flag in answer["flags"]]
    fits = [f"{fit['id']} {fit['score']}" for fit in answer["conditions"]]
    found = [f"{finding['id']} {finding['status']}" for finding in answer["findings"]]
    return "; ".join([answer["urgency"]["level"], *(", ".join(part) for part in (flags, fits, found))])


def expected(line, text):
    answer = json.loads(text)
    if "error" in answer:
        return {"error": answer["error"]}
    size = len(text.encode())
    out = {"summary": summary(answer)} if summary(answer) else {}
    if "assert" in line or (size <= WHOLE_LIMIT and int(digest(line["name"])[:2], 16) < WHOLE_OF_256):
        return {**out, "result": text}
    return {**out, "bytes": size, "sha256": digest(text)}


def dump(line):
    return json.dumps(line, separators=(", ", ": "))  # ASCII: nothing in it turns an editor's line around


def answers(program, lines):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as inputs:
        inputs.write("".join(dump(line) + "\n" for line in lines))
        inputs.flush()
        done = subprocess.run([program, "answer", inputs.name], check=True, stdout=subprocess.PIPE)
    return done.stdout.decode().removesuffix("\n").split("\n")


def main():
    program, total = sys.argv[1], 0
    for name, make in FILES.items():
        lines = list(make())
        full = [{**line, **expected(line, text)} for line, text in zip(lines, answers(program, lines), strict=True)]
        (HERE / f"{name}.jsonl").write_text("".join(dump(line) + "\n" for line in full), encoding="utf-8")
        total += len(full)
    print(f"{total} lines written: look at the difference before you keep it")


if __name__ == "__main__":
    main()
