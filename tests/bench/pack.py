#!/usr/bin/env python3
"""
Makes what the benchmark reads: packs of any number of phrases, the same phrases as regular expressions, and complaints.

    pack.py ROOT OUT COUNT...

    OUT/COUNT/pack/     a whole pack with COUNT phrases: language, facts, levels and sources of rules/msk, all else made up here
    OUT/COUNT/regexes   the same phrases for other engines: on each line the finding that has the phrase, a tab, and the regex
    OUT/texts-BYTES     complaints of about so many bytes, one a line
    OUT/records-N.ndjson  N records for `tptriage batch`

The same bytes each time. The phrases of a smaller pack are the first ones of a larger one, and the complaints hold only phrases
of the smallest: so all packs read the same texts, and only the number of phrases that they could hold differs.
"""
import json
import os
import shutil
import sys

SMALLEST = 100
TEXTS = {80: 16, 300: 16, 3000: 8}
RECORDS = [1000, 10000, 100000]
DISTINCT_RECORDS = 5000

# ---- Chance of our own: the same on every machine and with every version of Python ------------------


class Chance:
    """A linear congruential generator (modulus 2**64), of which the upper half is used."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n

    def one_of(self, items):
        return items[self.below(len(items))]


# ---- Words: a few hundred, which the phrases share ---------------------------------------------------

WORDS = {
    "site": """neck shoulder elbow wrist hand thumb finger arm forearm back hip buttock groin thigh knee shin calf ankle heel
        foot toe jaw temple forehead scalp face ear eye throat chest rib stomach side spine tailbone collarbone armpit palm
        knuckle hamstring""",
    "sensation": """pain ache soreness stiffness tingling numbness burning cramp spasm tightness pressure throbbing weakness
        swelling heaviness itch twinge pinch pulling stabbing tenderness discomfort knot bruising clicking grinding locking
        catching shaking twitching""",
    "quality": """dull sharp hot cold deep heavy constant nagging shooting electric sudden slow awful mild strange nasty
        horrid fierce faint steady gnawing crushing squeezing pounding searing raw prickly jumpy tight hollow wooden dead
        bruised tender stiff sore swollen puffy weak wobbly frozen locked stuck twisted jammed knotted achy tense rigid""",
    "verb": """bend lift twist reach walk run sit stand kneel squat climb drive type write sleep cough sneeze laugh swallow
        chew yawn turn roll push pull carry throw catch grip squeeze open close wash cook clean sweep dig rake paint sew knit
        swim cycle row dance jump stretch lean stoop crouch crawl shave dress shower""",
    "doing": """bending lifting twisting reaching walking running sitting standing kneeling squatting climbing driving typing
        writing sleeping coughing sneezing laughing swallowing chewing turning rolling pushing pulling carrying throwing
        gripping squeezing washing cooking cleaning sweeping digging raking painting sewing knitting swimming cycling rowing
        dancing jumping stretching leaning stooping gardening ironing shopping hoovering""",
    "thing": """kettle jar door key phone bag box baby bucket laptop mouse keyboard desk chair sofa pillow mattress car stairs
        ladder shelf drawer window broom spade mower barrow saddle bicycle racket ball bat rope weight bar bench mat towel
        shirt sock shoe lace button zip pan plate cup bottle knife saw hammer drill brush""",
    "time": """morning evening night afternoon weekend winter summer spring autumn shift lunch dinner breakfast exercise work
        school training football tennis yoga""",
    "unit": "minutes hours days nights weeks months years times",
}
WORDS = {kind: words.split() for kind, words in WORDS.items()}

PLAIN = [
    "{quality} {sensation} in the {site}", "{quality} {site}", "{site} feels {quality}", "{sensation} when i {verb}",
    "too {quality} to {verb}", "{doing} the {thing} makes the {site} {quality}", "{sensation} after {doing}",
    "{site} {sensation} at {time}", "hard to {verb} the {thing}", "{site} goes {quality} by {time}",
    "{quality} {sensation} down to the {site}", "woke with {quality} {site}",
]

# The mix, twenty phrases at a time: 60 % plain, 15 % alternation + word, 10 % optional word, 10 % gap, 5 % number + unit.
MIX = (["plain"] * 4 + ["choice"] + ["plain"] * 2 + ["optional"] + ["plain"] * 2 + ["gap"] + ["choice"] + ["plain"] * 2 +
       ["optional"] + ["plain"] * 2 + ["gap"] + ["choice"] + ["number"])
FILLERS = ["really", "just", "always", "almost", "then", "also"]


def word(chance, kind):
    return chance.one_of(WORDS[kind])


def fill(chance, template):
    while "{" in template:
        before, rest = template.split("{", 1)
        kind, after = rest.split("}", 1)
        template = before + word(chance, kind) + after
    return template


def plain(chance):
    text = fill(chance, chance.one_of(PLAIN))
    return text, text, lambda c: text


def choice(chance):
    kind = chance.one_of(["quality", "sensation", "doing"])
    options = sorted({word(chance, kind) for _ in range(4)})
    tail = fill(chance, chance.one_of(["{site}", "{thing}", "in the {site}", "all {time}"]))
    return "|".join(options) + " " + tail, "(?:" + "|".join(options) + ") " + tail, lambda c: c.one_of(options) + " " + tail


def optional(chance):
    first, maybe, last = fill(chance, "{site} {sensation}"), chance.one_of(FILLERS), word(chance, "quality")
    return (f"{first} {maybe}? {last}", f"{first}(?: {maybe})? {last}",
            lambda c: f"{first} {maybe} {last}" if c.below(2) else f"{first} {last}")


def gap(chance):
    first, last = word(chance, "site"), word(chance, chance.one_of(["quality", "sensation"]))
    return (f"{first} {{0,3}} {last}", rf"{first}(?: \w+){{0,3}} {last}",
            lambda c: " ".join([first] + [c.one_of(FILLERS) for _ in range(c.below(3))] + [last]))


def number(chance):
    first, unit = fill(chance, "{quality} {sensation}"), word(chance, "unit")
    return f"{first} <n> {unit}", rf"{first} [0-9]+ {unit}", lambda c: f"{first} {c.below(28) + 2} {unit}"


MAKERS = {"plain": plain, "choice": choice, "optional": optional, "gap": gap, "number": number}


def phrases(count):
    """(term, regex, how to say it), `count` of them, all different."""
    chance, seen, out = Chance(20), set(), []
    while len(out) < count:
        made = MAKERS[MIX[len(out) % len(MIX)]](chance)
        if made[0] not in seen:
            seen.add(made[0])
            out.append(made)
    return out


# ---- Complaints ----------------------------------------------------------------------------------------

AROUND = [
    "I have had {} for a while now.", "It began with {} and has not let up.", "Most days there is {}, worse after work.",
    "My husband noticed it too: {}.", "No fever, but {} since Tuesday.", "The main thing is {}, mostly on the left.",
    "Two weeks ago I got {} and could not go on.", "I can live with {}, the rest is worse.", "Then came {}, out of nowhere.",
    "There is {} whenever the weather changes.", "On bad days I get {} and have to lie down.",
]
BESIDE = [
    "It started after we moved house in spring.", "I am 46 and sit at a screen all day.", "Ibuprofen takes the edge off.",
    "My doctor said it would settle on its own.", "I have tried heat and a massage, which helped for a day.",
    "I sleep badly and wake up tired.", "There is no numbness and I can walk as usual.", "My mum had bad joints as well.",
    "I used to play football but gave it up years ago.", "Should I worry if it spreads?",
    "It does not wake me at night, but mornings are hard.", "I am not taking anything else.",
    "The pain is about 6 out of 10 at its worst.", "I have not fallen or hit anything.",
    "It eases once I have been up and about for half an hour.", "Stress at work has been bad lately.",
]


def misspelt(chance, text):
    """One long word with two neighbouring letters swapped."""
    words = text.split(" ")
    long_ones = [i for i, w in enumerate(words) if len(w) > 6 and w.isalpha()]
    if long_ones:
        i, at = chance.one_of(long_ones), 2 + chance.below(3)
        w = words[i]
        words[i] = w[:at] + w[at + 1] + w[at] + w[at + 2:]
    return " ".join(words)


def complaint(chance, length, said):
    """Whole sentences up to about `length` bytes, two in five of them with a phrase; one slip in about 60 words."""
    text = ""
    while len(text) < length:
        if not text or chance.below(5) < 2:
            sentence = chance.one_of(AROUND).format(chance.one_of(said)[2](chance))
        else:
            sentence = chance.one_of(BESIDE)
        if chance.below(5) == 0:
            sentence = misspelt(chance, sentence)
        text += (" " if text else "") + sentence
    return text if len(text) == length else text[:text.rindex(" ", 0, length + 1)].rstrip(" .,:") + "."


# ---- The rest of a pack ----------------------------------------------------------------------------------

SIDES = [{"id": side, "type": "side", "terms": [side], "gives": {"side": side}} for side in ("left", "right")]
CUES = [
    {"kind": "negation", "direction": "forward", "terms": ["no", "not", "without", "never", "denies", "free of"]},
    {"kind": "negation", "direction": "backward", "terms": ["none", "ruled out"]},
    {"kind": "doubt", "direction": "forward", "terms": ["do not think", "not sure if"]},
    {"kind": "hedge", "direction": "forward", "terms": ["maybe", "i think", "perhaps"]},
    {"kind": "past", "direction": "both", "terms": ["used to", "years ago", "in <year>", "as a child"]},
    {"kind": "hypothetical", "direction": "forward", "terms": ["if", "should i worry"]},
    {"kind": "other", "direction": "forward", "terms": ["runs in the family"]},
    {"kind": "terminator", "terms": ["but", "however", "though"]},
    {"kind": "pseudo", "terms": ["not only", "no doubt"]},
]
OPERATORS = [
    {"id": "loss", "acts_on": ["function"], "direction": "both", "reach": 5, "terms": ["lost", "unable to", "gone"]},
    {"id": "effort", "acts_on": ["function"], "direction": "both", "reach": 5, "terms": ["trouble", "hard to"]},
    {"id": "intact", "acts_on": ["function"], "direction": "both", "reach": 5, "terms": ["can", "able to", "fine"]},
]


def lexicon():
    concepts = [{"id": s, "type": "sensation", "terms": [s]} for s in WORDS["sensation"]]
    concepts += [{"id": "q_" + q, "type": "quality", "terms": [q]} for q in WORDS["quality"]]
    concepts += [{"id": "to_" + v, "type": "function", "terms": [v]} for v in WORDS["verb"]]
    concepts += [{"id": "by_" + d, "type": "trigger", "terms": ["=" + d]} for d in WORDS["doing"]]
    concepts += [{"id": p, "type": "person", "terms": [p]} for p in ("mum", "husband", "son")]
    return {"sites": [{"id": s, "label": s, "sided": True, "terms": [s]} for s in WORDS["site"]],
            "concepts": concepts + SIDES, "cues": CUES, "operators": OPERATORS}


def findings(made, count):
    """`count` findings that have all phrases between them (phrase i is of finding i % count), and composed ones."""
    idioms = [{"id": f"f{i}", "type": "symptom", "label": f"finding {i}", "terms": [m[0] for m in made[i::count]]}
              for i in range(count)]
    composed = [{"id": f"{s}_of_{group[0]}", "type": "symptom", "label": f"{s} of the {group[0]}", "muscular": s == "pain",
                 "any": [{"concept": [s], "site": group}]}
                for s in WORDS["sensation"][:12] for group in (WORDS["site"][i:i + 5] for i in range(0, 40, 5))]
    losses = [{"id": f"no_{v}", "type": "function_loss", "label": f"cannot {v}", "any": [{"op": "loss", "concept": ["to_" + v]}]}
              for v in WORDS["verb"][:20]]
    return {"findings": idioms + composed + losses}


def finding_count(made):
    return max(10, len(made) // 10)


def has(finding):
    return {"finding": finding}


def flags(ids):
    count = min(90, max(10, len(ids) // 5))

    def flag(i):
        mine, loss = ids[i::count][:4], "no_" + WORDS["verb"][i % 20]
        return {"id": f"flag{i}", "cause": f"cause{i}", "title": f"Warning sign {i}", "advice": "Have it seen.",
                "levels": [{"level": "emergency", "when": {"all": [has(f) for f in [loss] + mine]}},
                           {"level": "urgent", "when": {"all": [has(loss), {"any": [has(f) for f in mine]}]}},
                           {"level": "soon", "when": {"all": [has(mine[0]), {"fact": "age", "min": 60}]}}],
                "question": {"id": f"q{i}", "text": f"Is there sign {i}?", "could_change": "How soon to be seen."},
                "sources": ["S1"]}
    return {"flags": [flag(i) for i in range(count)]}


def conditions(ids):
    def condition(i):
        mine = ids[i::20]
        items = [{"when": has(f), "points": 15} for f in mine]
        return {"id": f"condition{i}", "label": f"Condition {i}", "plain": "It fits.", "bands": {"possible": 15, "likely": 45},
                "groups": [{"id": "a", "cap": 60, "items": items[::2]}, {"id": "b", "cap": 60, "items": items[1::2] or items}],
                "areas": [f"area{i}"], "self_care": ["keep_moving"], "sources": ["S1"]}
    return {"conditions": [condition(i) for i in range(20)]}


def areas():
    sites = WORDS["site"]
    return {"areas": [{"id": f"area{i}", "label": f"Area {i}", "where": "deep", "sites": [sites[i]],
                       "parts": [{"primary": sites[i:i + 2], "spillover": sites[i + 2:i + 4]}],
                       "self_care": "Rub it.", "sources": ["S1"]} for i in range(36)]}


def therapies():
    listed = [{"id": f"therapy{i}", "label": f"Therapy {i}", "say": "Try it.", "sources": ["S1"],
               "conditions": [{"condition": f"condition{c}", "grade": "low", "why": "It may help."} for c in range(i % 4, 20, 4)]}
              for i in range(24)]
    cautions = [{"id": f"caution{i}", "when": has(f"f{i}"), "sources": ["S1"],
                 "caution": [{"therapies": [f"therapy{i}", f"therapy{i + 1}"], "why": "Take care."}]} for i in range(10)]
    advice = [{"id": "keep_moving", "text": "Keep moving.", "conditions": ["condition0", "condition1"]}]
    return {"therapies": listed, "cautions": cautions, "self_care": advice}


MANIFEST = {"version": "0.1.0", "language": "en", "title": "A pack of made-up phrases", "engine": "0.1.0",
            "intended_use": "Benchmarks.", "review": "draft",
            "emergency_numbers": [{"country": "GB", "name": "United Kingdom", "number": "999"}]}


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def write_pack(root, folder, made):
    shutil.rmtree(folder, ignore_errors=True)
    for kind in ("language", "facts", "urgency"):
        shutil.copytree(os.path.join(root, "rules", "msk", kind), os.path.join(folder, kind))
    language = os.path.join(folder, "language", "english.json")
    with open(language, encoding="utf-8") as file:
        bends_and_counts = json.load(file)
    bends_and_counts["bare_site"] = "discomfort"  # a concept of ours
    write(language, json.dumps(bends_and_counts) + "\n")
    count = finding_count(made)
    ids = [f"f{i}" for i in range(count)]
    for kind, content in {
            "lexicon": lexicon(), "findings": findings(made, count), "flags": flags(ids), "conditions": conditions(ids),
            "trigger_points": areas(), "therapies": therapies(),
            "sources": {"sources": [{"id": "S1", "citation": "A source", "verified": False}]}}.items():
        write(os.path.join(folder, kind, "all.json"), json.dumps(content, indent=1) + "\n")
    write(os.path.join(folder, "pack.json"), json.dumps({"id": f"phrases_{len(made)}", **MANIFEST}, indent=1) + "\n")


def spaced(regex):
    return regex.replace(" ", r"\s+")


def write_regexes(path, made):
    """Words may be parted by any white space, as ours may: people break lines and type two spaces."""
    findings_in_all = finding_count(made)
    write(path, "".join(f"f{i % findings_in_all}\t\\b{spaced(m[1])}\\b\n" for i, m in enumerate(made)))


def write_texts(out, said):
    chance = Chance(80)
    for length, count in TEXTS.items():
        write(os.path.join(out, f"texts-{length}"), "".join(complaint(chance, length, said) + "\n" for _ in range(count)))
    distinct = [json.dumps(complaint(chance, 60 + chance.below(300), said)) for _ in range(DISTINCT_RECORDS)]
    for count in RECORDS:
        write(os.path.join(out, f"records-{count}.ndjson"),
              "".join(f'{{"id": "r{i}", "text": {distinct[i % DISTINCT_RECORDS]}}}\n' for i in range(count)))


def main():
    root, out, counts = sys.argv[1], sys.argv[2], [int(count) for count in sys.argv[3:]]
    made = phrases(max(counts + [SMALLEST]))
    for count in counts:
        write_pack(root, os.path.join(out, str(count), "pack"), made[:count])
        write_regexes(os.path.join(out, str(count), "regexes"), made[:count])
    write_texts(out, made[:SMALLEST])


main()
