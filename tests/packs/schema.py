#!/usr/bin/env python3
"""Do the schemas in rules/schema and the loader of packs agree?

    schema.py TPTRIAGE ROOT

1. Each schema is a schema (JSON Schema 2020-12) and describes all that it names.
2. Every file and every case of the good packs fits its schema, and together they use all that the schemas describe.
3. Of each bad pack the schemas refuse what they can, at the same place as the loader, and nothing else. CODES tells
   which problems no schema can see.
4. Good packs with one thing made wrong, at every place: schema and loader give the same verdict at the same place, and
   know the same keys and names there. One of them stands upon the other.
5. The keys of packs upon others (LAYER_KEYS): a schema sees one file, so it lets them in everywhere. The loader refuses
   them in a pack that extends none.
6. Good cases with one thing made wrong: none that its schema refuses passes, and none that fits is called malformed.

Prints what differs; status 1 if anything does.
"""
import collections
import concurrent.futures
import copy
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading

from jsonschema import Draft202012Validator

SHAPE = "the schema says so too"
CODES = {  # what the loader says: can a schema see it? If not, why.
    "not-an-object": SHAPE,
    "unknown-key": SHAPE,
    "missing-member": SHAPE,
    "wrong-type": SHAPE,
    "unknown-name": SHAPE,
    "out-of-range": SHAPE,
    "too-many": SHAPE,
    "empty": SHAPE,
    "bad-id": SHAPE,
    "no-question": SHAPE,
    "unfiltered-regex": SHAPE,
    "bad-json": "a schema sees documents that were parsed",
    "duplicate-key": "parsers keep one of the two",
    "outside-folders": "a schema sees one file",
    "no-manifest": "a schema sees one file",
    "newer-engine": "needs the version of the engine, and an order of versions",
    "duplicate-id": "ids are unique over all files of a kind, and within other members",
    "unknown-id": "ids are defined in other files",
    "circle": "links cannot be followed",
    "bad-term": "the grammar of terms",
    "bad-regex": "the grammar of PCRE2",
    "bad-respelling": "words are counted as the engine cuts them",
    "unknown-word-list": "word lists are built into the engine",
    "no-mitigator": "the type of a finding stands in another file",
    "retired-id": "ids are retired in other files",
    "bad-extends": "whether there is a pack in that folder",
    "amends-nothing": "ids are defined in the pack below",
    "lowered": "what is lowered stands in the pack below",
}
FORMS = {"newer-engine", "unknown-id"}  # unseen, yet the schema may refuse what has not even the form

NO_KINDS = {"operators", "figures", "units"}  # their objects have ids, and no pack amends them
LAYER_KEYS = {"aliases", "amends", "drop", "allow_lower"}  # the loader takes them off before it looks at the others

# A case that fits its schema may still be refused for what only the pack knows.
KNOWN_TO_PACK = ("unknown key", "an id that the pack", "is out of range", "no site has", "no side has", "no finding has",
                 "unknown site", "unknown finding", "a finding's id with a status", "a fact's id with a whole number",
                 "or one of its codes")

# Ids that nothing has: the schema refuses those of no form, and a case that names one passes, since it never fits.
# Of "covers" and "near_miss" 'pack lint' says unknown-rule-in-case.
NEVER_FITS = ("/covers", "/near_miss", "/expect/not_top", "/expect/not_cautions")

NOWHERE = "xyzzyplugh"  # no key, no name, and far from all that are
failures = 0


def fail(what, *details):
    global failures
    failures += 1
    print("not ok - " + what)
    for detail in details:
        print("    " + str(detail))


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def pointer_of(path):
    return "".join("/" + str(key) for key in path)


def parent_of(pointer):
    return pointer.rpartition("/")[0]


# ---- Schemas ---------------------------------------------------------------------------------------------------------


class Schemas:
    """The schemas of a folder, by kind. They name each other by file."""

    END = ".schema.json"

    def __init__(self, folder):
        self.all = {name[: -len(self.END)]: read(os.path.join(folder, name)) for name in sorted(os.listdir(folder))
                    if name.endswith(self.END)}
        files = {kind + self.END: schema for kind, schema in self.all.items()}
        self.validators = {kind: self.validator(schema, files) for kind, schema in self.all.items()}

    @staticmethod
    def validator(schema, files):
        try:  # from jsonschema 4.18 on
            from referencing import Registry, Resource
            registry = Registry().with_resources((uri, Resource.from_contents(it)) for uri, it in files.items())
            return Draft202012Validator(schema, registry=registry)
        except ImportError:
            from jsonschema import RefResolver
            store = {"file:///" + name: it for name, it in files.items()}
            return Draft202012Validator(schema, resolver=RefResolver("file:///schema.json", schema, store=store))

    def errors(self, kind, document):
        """What is wrong: pairs of a pointer and the error."""
        return [(pointer_of(error.absolute_path), error) for error in self.validators[kind].iter_errors(document)]

    def resolve(self, kind, ref):
        file, _, path = ref.partition("#")
        kind = file[: -len(self.END)] if file else kind
        schema = self.all[kind]
        for key in path.strip("/").split("/"):
            schema = schema[key]
        return kind, schema


def subschemas(schema, at=""):
    """All schemas within one, with their places."""
    yield at, schema
    for key in ("properties", "$defs"):
        for name, inner in schema.get(key, {}).items():
            yield from subschemas(inner, f"{at}/{key}/{name}")
    for key in ("items", "additionalProperties", "if", "then", "else", "not"):
        if isinstance(schema.get(key), dict):
            yield from subschemas(schema[key], f"{at}/{key}")
    for name, inner in schema.get("dependentSchemas", {}).items():
        yield from subschemas(inner, f"{at}/dependentSchemas/{name}")
    for key in ("anyOf", "allOf", "oneOf"):
        for index, inner in enumerate(schema.get(key, [])):
            yield from subschemas(inner, f"{at}/{key}/{index}")


def check_schemas(schemas):
    for kind, schema in schemas.all.items():
        problems = sorted(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema), key=str)
        for problem in problems:
            fail(f"{kind}: no schema", problem.message, pointer_of(problem.absolute_path))
        for at, inner in subschemas(schema):
            place, _, name = at.rpartition("/")
            for word in [["title", "description"], ["description"]][place.endswith("/properties")]:
                named = place.endswith(("/$defs", "/properties")) or not at
                ref = inner.get("$ref")
                if named and "/anyOf/" not in at and word not in inner and not (ref and word in schemas.resolve(kind, ref)[1]):
                    fail(f"{kind}: no {word} at {at or '/'}")
            if "properties" in inner and inner.get("type") == "object" and "additionalProperties" not in inner:
                fail(f"{kind}: unknown keys are neither let in nor refused at {at or '/'}")


class Used:
    """Which properties of the schemas some documents have."""

    def __init__(self, schemas):
        self.schemas, self.seen = schemas, set()

    def visit(self, kind, schema, document):
        if "$ref" in schema:
            self.visit(*self.schemas.resolve(kind, schema["$ref"]), document)
        if "if" in schema:
            fits = self.schemas.validators[kind].evolve(schema=schema["if"]).is_valid(document)
            self.visit(kind, schema.get("then" if fits else "else", {}), document)
        for inner in schema.get("anyOf", []) + schema.get("allOf", []):
            self.visit(kind, inner, document)
        if isinstance(document, list) and "items" in schema:
            for item in document:
                self.visit(kind, schema["items"], item)
        if isinstance(document, dict):
            self.visit_members(kind, schema, document)

    def visit_members(self, kind, schema, document):
        properties = schema.get("properties", {})
        for key, value in document.items():
            if key in properties:
                self.seen.add((id(properties), key))
                self.visit(kind, properties[key], value)
            elif isinstance(schema.get("additionalProperties"), dict):
                self.visit(kind, schema["additionalProperties"], value)

    def check(self):
        for kind, schema in self.schemas.all.items():
            for at, inner in subschemas(schema):
                for key in inner.get("properties", {}) if "/anyOf/" not in at else ():
                    if key not in ("note", "$schema") and (id(inner["properties"]), key) not in self.seen:
                        fail(f"{kind}: no good pack has {at}/properties/{key}")


# ---- Packs -----------------------------------------------------------------------------------------------------------


def kind_of(path):
    """The schema of a file of a pack."""
    return "manifest" if path == "pack.json" else path.split("/")[0]


def files_of(folder, end=".json"):
    """The files of a pack, by their paths within it."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if name.endswith(end):
                yield os.path.relpath(os.path.join(root, name), folder).replace(os.sep, "/")


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return [line for line in file if line.strip()]


def check_good(schemas, root):
    packs = sorted({os.path.dirname(os.path.join(root, top, path)) for top in ("rules", "tests/packs")
                    for path in files_of(os.path.join(root, top), "pack.json") if not path.startswith("bad/")})
    used, count, lines = Used(schemas), 0, 0
    for pack in packs:
        for path in files_of(pack):
            document, count = read(os.path.join(pack, path)), count + 1
            for pointer, error in schemas.errors(kind_of(path), document)[:5]:
                fail(f"{pack}/{path}: refused at {pointer or '/'}", error.message[:200])
            used.visit(kind_of(path), schemas.all[kind_of(path)], document)
            link = document.get("$schema")
            if link and not os.path.samefile(os.path.join(pack, os.path.dirname(path), link),
                                             os.path.join(root, "rules/schema", kind_of(path) + Schemas.END)):
                fail(f"{pack}/{path}: its $schema is another kind's")
    for path in itertools.chain(files_of(os.path.join(root, "rules"), ".jsonl"),
                                (f"../tests/{it}" for it in files_of(os.path.join(root, "tests"), ".jsonl")
                                 if not it.startswith("conformance/"))):
        if "/bad/" in path or not re.search(r"cases|language|gaps", path):
            continue
        for number, line in enumerate(lines_of(os.path.join(root, "rules", path)), 1):
            document, lines = json.loads(line), lines + 1
            for pointer, error in schemas.errors("cases", document):
                fail(f"{path}:{number}: refused at {pointer or '/'}", error.message[:200])
            used.visit("cases", schemas.all["cases"], document)
    used.check()
    if len(packs) < 6 or lines < 100:
        fail("too few good packs or cases were found", packs, lines)
    print(f"# {len(packs)} good packs, {count} files, {lines} cases")


def check_wording(schemas, root):
    """A pack may hold words of any key; the schema describes those that the answer is made of, which this pack has all."""
    described = set(schemas.all["urgency"]["properties"]["wording"]["properties"])
    for path in files_of(os.path.join(root, "rules/msk/urgency")):
        words = set(read(os.path.join(root, "rules/msk/urgency", path)).get("wording", {}))
        for key in sorted(words - described):
            fail(f"urgency: the schema does not describe the wording {key}")


def lint(program, folder):
    """What the loader finds wrong: by file, pairs of a pointer and the problem."""
    run = subprocess.run([program, "pack", "lint", "--format", "json", folder], stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, check=False)
    if run.returncode not in (0, 1) or run.stderr:
        return None, run.stderr.decode(errors="replace")
    found = collections.defaultdict(list)
    for problem in json.loads(run.stdout)["problems"]:
        if problem["code"] in CODES:
            found[problem.get("file", "")].append((problem.get("pointer", ""), problem))
    return found, ""


# ---- Agreement -------------------------------------------------------------------------------------------------------


def near(pointer, others):
    """Is one of the others the same place, the one that holds it, or one that it holds?"""
    return any(other == pointer or parent_of(other) == pointer or other == parent_of(pointer) for other in others)


def at_or_below(pointer, others):
    return any(other == parent_of(pointer) or (other + "/").startswith(pointer + "/") for other in others)


UNTOLD = {"note", "$schema"} | LAYER_KEYS  # keys that the loader's hints leave out


def names_in(error):
    """The names that an error of a schema says are allowed, of keys or of values."""
    if error.validator == "additionalProperties":
        return [set(error.schema["properties"]) - UNTOLD]
    if error.validator == "enum":
        return [set(error.validator_value) - {""} - UNTOLD]
    return [names for inner in error.context or () for names in names_in(inner)]


def knows_other_names(pointer, problem, errors):
    """The loader's hint tells all that is known at a place, cut where the room ends. Does the schema know the same?"""
    start = "known here: "
    hint = problem.get("hint", "")
    if problem["code"] not in ("unknown-key", "unknown-name") or not hint.startswith(start):
        return None
    words, cut = hint[len(start):].split(), len(hint.encode()) >= 158
    if cut:
        words.pop()
    words = set(words) - UNTOLD
    place = parent_of(pointer) if problem["code"] == "unknown-key" else pointer
    known = [names for at, error in errors if at in (place, parent_of(place)) for names in names_in(error)]
    return bool(known) and not any(words == names or (cut and words <= names) for names in known)


def disagreements(problems, errors, strict):
    """Where loader and schema differ about a file. Strict: the schema may refuse only what the loader calls misshapen."""
    shapes = [pointer for pointer, problem in problems if CODES[problem["code"]] == SHAPE]
    forms = [pointer for pointer, problem in problems if not strict or problem["code"] in FORMS]
    for pointer, problem in problems:
        if CODES[problem["code"]] == SHAPE and not at_or_below(pointer, [at for at, _ in errors]):
            yield f"only the loader: {problem['code']} at {pointer or '/'}: {problem['message']}"
        if knows_other_names(pointer, problem, errors):
            yield f"other names at {pointer}: the loader {problem['hint']}"
    for pointer, error in errors:
        if not near(pointer, shapes) and not near(pointer, forms):
            yield f"only the schema: {error.validator} at {pointer or '/'}: {error.message[:120]}"


def check_bad(schemas, program, root, work):
    """Bad packs are laid over the pack mini, as bad.sh does; mini itself stands beside them, as "below"."""
    packs, seen = os.path.join(root, "tests/packs"), set()
    for name in sorted(os.listdir(os.path.join(packs, "bad"))):
        bad, pack = os.path.join(packs, "bad", name), os.path.join(work, "bad", name, "pack")
        for copied in ("pack", "below"):
            shutil.copytree(os.path.join(packs, "mini"), os.path.join(work, "bad", name, copied))
        shutil.copytree(bad, pack, dirs_exist_ok=True)
        if os.path.exists(os.path.join(bad, "remove")):
            for line in lines_of(os.path.join(bad, "remove")):
                os.remove(os.path.join(pack, line.strip()))
        found, crash = lint(program, pack)
        if found is None:
            fail(f"bad/{name}: the loader fell over", crash)
            continue
        for path in files_of(pack):
            problems = found[path]
            codes = {problem["code"] for _, problem in problems}
            seen |= codes
            if codes & {"bad-json", "duplicate-key", "outside-folders"}:
                continue  # the loader goes no further
            errors = schemas.errors(kind_of(path), read(os.path.join(pack, path)))
            for difference in disagreements(problems, errors, True):
                fail(f"bad/{name}/{path}: {difference}")
        seen |= {problem["code"] for _, problem in found[""]}
    for code in sorted(set(CODES) - seen):
        fail(f"no bad pack shows {code}")
    print(f"# bad packs: {len(seen)} codes")


def check_codes(root):
    """CODES is whole: all that keeps a pack from loading."""
    with open(os.path.join(root, "engine/pack/problems.c"), encoding="utf-8") as file:
        codes = set(re.findall(r'\{"([a-z-]+)", TPT_E_', file.read()))
    for code in sorted(codes ^ set(CODES)):
        fail(f"CODES and the loader do not name the same codes: {code}")


# ---- Mutations -------------------------------------------------------------------------------------------------------


def places(document, path=()):
    yield path, document
    members = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    for key, value in members:
        yield from places(value, path + (key,))


def put(document, path, value):
    """A copy with the value at a place."""
    if not path:
        return value
    out = copy.deepcopy(document)
    holder = out
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return out


def wrong_values(value):
    """What a value may be made: other types, numbers that cannot be, nothing at all, no name, far too many."""
    others = [7, "x y", True, None, ["x", 7], {NOWHERE: 7}]
    kinds = [isinstance(value, (int, float)) and not isinstance(value, bool), isinstance(value, str),
             isinstance(value, bool), value is None, isinstance(value, list), isinstance(value, dict)]
    yield from (other for other, same in zip(others, kinds) if not same)
    yield from (wrong for wrong in {0: [-1, 0, 12345678901, 1.5, 1e17, -1e17], 1: ["", NOWHERE, "Bad Id!"],
                                    4: [[], [[]], [""], [NOWHERE]], 5: [{}]}.get(kinds.index(True), []))
    if isinstance(value, list):
        yield (value * 65)[:65]


def mutations(document):
    """Copies of a document with one thing made wrong, with the place; places of the same two keys are taken once."""
    done = set()
    for path, value in places(document):
        names = tuple(key for key in path if isinstance(key, str))[-2:]
        like = (names, path and isinstance(path[-1], int), type(value), tuple(sorted(value)) if isinstance(value, dict) else ())
        if like in done:
            continue
        done.add(like)
        for wrong in wrong_values(value):
            yield f"{pointer_of(path)} = {json.dumps(wrong)[:80]}", put(document, path, wrong)
        if isinstance(value, dict):
            two = " ".join(list(value)[:2])
            for key in (NOWHERE, two) if len(value) > 1 else (NOWHERE,):
                yield f"{pointer_of(path)}/{key} is new", put(document, path, {**value, key: 7})
            for key in value:
                rest = {other: it for other, it in value.items() if other != key}
                yield f"{pointer_of(path)}/{key} is gone", put(document, path, rest)


def rounds_of(originals):
    """What is mutated together, by path: one thing a file, as a problem of shape in one file makes none in another. Only
    the manifest of a pack that extends another is mutated alone, for what it extends decides what else may be said."""
    lanes = {path: list(mutations(document)) for path, document in originals.items()}
    alone = lanes.pop("pack.json") if "extends" in originals["pack.json"] else []
    yield from ({"pack.json": it} for it in alone)
    for index in range(max(len(lane) for lane in lanes.values())):
        yield {path: lane[index] for path, lane in lanes.items() if index < len(lane)}


def check_mutated_packs(schemas, program, pack, work):
    name = os.path.basename(pack)
    originals = {path: read(os.path.join(pack, path)) for path in files_of(pack)}
    below = originals["pack.json"].get("extends")
    rounds, codes, compared = list(rounds_of(originals)), collections.Counter(), 0

    def run(mutated):
        folder = os.path.join(work, "mutated " + name, str(threading.get_ident()), name)
        if not os.path.exists(folder):
            shutil.copytree(pack, folder)
            if below:
                shutil.copytree(os.path.join(pack, below), os.path.join(folder, below))
        for path, original in originals.items():
            with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
                json.dump(mutated[path][1] if path in mutated else original, file)
        return (mutated, *lint(program, folder))

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for mutated, found, crash in pool.map(run, rounds):
            if found is None:
                fail(f"{name}: the loader fell over", crash[-2000:], *(f"{path}: {what}" for path, (what, _) in mutated.items()))
                continue
            for path, (what, document) in mutated.items():
                compared += 1
                codes.update(problem["code"] for _, problem in found[path])
                for difference in disagreements(found[path], schemas.errors(kind_of(path), document), False):
                    fail(f"{name}/{path}: {what}", difference)
    print(f"# {name}: {compared} mutations in {len(rounds)} runs: "
          + ", ".join(f"{code} {count}" for code, count in sorted(codes.items())))
    return codes


def check_layer_keys(schemas, program, pack, work):
    """What would drop the first of each collection, in a pack that has nothing below."""
    folder, wanted = os.path.join(work, "lowest"), collections.defaultdict(set)
    shutil.copytree(pack, folder)
    for path in files_of(pack):
        document = read(os.path.join(pack, path))
        for collection, items in document.items():
            if isinstance(items, list) and isinstance(items[0], dict) and "id" in items[0] and collection not in NO_KINDS:
                drop = {"id": items[0]["id"], "amends": True, "drop": True, "allow_lower": True}
                wanted[path] |= {f"/{collection}/{len(items)}/{key}" for key in drop if key != "id"}
                items.append(drop)
        for pointer, error in schemas.errors(kind_of(path), document):
            fail(f"keys of layers: {path}: refused at {pointer or '/'}", error.message[:200])
        with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
            json.dump(document, file)
    found, crash = lint(program, folder)
    for path, pointers in wanted.items():
        told = {at for at, problem in found[path] if problem["code"] == "unknown-key"} if found is not None else crash
        if told != pointers:
            fail(f"keys of layers: {path}: the loader refuses other ones than these", sorted(pointers), told)
    if len({pointer.split("/")[1] for pointers in wanted.values() for pointer in pointers}) != 14:
        fail("keys of layers: not all collections were tried", dict(wanted))


def check_mutated_cases(schemas, program, pack, work):
    """All in one file: 'check' tells of each line whether it passes, and why not."""
    mutated = [it for path in files_of(pack, ".jsonl") for line in lines_of(os.path.join(pack, path))
               for it in mutations(json.loads(line))]
    path = os.path.join(work, "cases.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(document) + "\n" for _, document in mutated)
    run = subprocess.run([program, "check", "--pack", pack, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         check=False)
    if run.returncode not in (0, 1):
        fail("check fell over", run.stderr.decode(errors="replace")[-2000:])
        return
    outcomes = re.split(r"^(?=ok |not ok )", run.stdout.decode(), flags=re.M)[1:]
    if len(outcomes) != len(mutated):
        fail("check did not tell of every case", len(outcomes), len(mutated))
    refused = 0
    for (what, document), outcome in zip(mutated, outcomes):
        errors = schemas.errors("cases", document)
        refused += bool(errors)
        malformed = [why for why in re.findall(r'^    - "\d+:\d+: (.*)"$', outcome, re.M)
                     if not any(known in why for known in KNOWN_TO_PACK)]
        hard = [error.message for at, error in errors if error.validator != "pattern" or not at.startswith(NEVER_FITS)]
        if hard and outcome.startswith("ok"):
            fail(f"case: {what}", f"passes, and the schema refuses it: {hard[0][:120]}", json.dumps(document))
        if malformed and not errors:
            fail(f"case: {what}", f"fits the schema, and is refused: {malformed[0]}", json.dumps(document))
    print(f"# {len(mutated)} mutated cases, {refused} refused by the schema")
    if refused < 100 or refused == len(mutated):
        fail("the mutations of cases are no test")


def main():
    program, root = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    schemas = Schemas(os.path.join(root, "rules/schema"))
    packs = os.path.join(root, "tests/packs")
    check_schemas(schemas)
    check_codes(root)
    check_good(schemas, root)
    check_wording(schemas, root)
    with tempfile.TemporaryDirectory() as work:
        check_bad(schemas, program, root, work)
        codes = check_mutated_packs(schemas, program, os.path.join(packs, "whole"), work)
        codes += check_mutated_packs(schemas, program, os.path.join(packs, "above"), work)
        check_layer_keys(schemas, program, os.path.join(packs, "whole"), work)
        check_mutated_cases(schemas, program, os.path.join(packs, "whole"), work)
    for code in sorted(code for code, seen in CODES.items() if seen == SHAPE and not codes[code]):
        fail(f"no mutation made {code}")
    print("ok - schemas and loader agree" if not failures else f"{failures} differences")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
