"""Rulesets: built in, from a folder, from memory; and packs that cannot be loaded."""

import pathlib
import pickle
import shutil

import pytest

import tptriage

ROOT = pathlib.Path(__file__).resolve().parents[3]
MINI = ROOT / "tests/packs/mini"


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.json*")}


def test_built_in(rules):
    assert rules.id == "msk" and rules.version and len(rules.sha256) == 64
    assert rules.sha256[:12] in repr(rules)


def test_folder_and_memory_are_the_same():
    folder, memory = tptriage.Ruleset.from_path(MINI), tptriage.Ruleset.from_files(files_of(MINI))
    assert folder.sha256 == memory.sha256
    assert tptriage.Ruleset.from_path(str(MINI)).id == folder.id == "mini"
    assert tptriage.Session(folder).triage("x")["packs"][0]["id"] == "mini"


def test_files_may_be_str():
    texts = {name: content.decode() for name, content in files_of(MINI).items()}
    assert tptriage.Ruleset.from_files(texts).sha256 == tptriage.Ruleset.from_path(MINI).sha256


def test_error_has_a_place(tmp_path):
    shutil.copytree(MINI, tmp_path / "pack")
    (tmp_path / "pack/pack.json").write_text('{\n  "idd": "mini"\n}\n')
    with pytest.raises(tptriage.PackError) as caught:
        tptriage.Ruleset.from_path(tmp_path / "pack")
    error = caught.value
    assert error.file.endswith("pack.json") and error.line == 2 and error.pointer == "/idd" and error.message
    assert f"{error.file}:2" in str(error)


@pytest.mark.parametrize("files", [{}, {"pack.json": b""}, {"pack.json": b"\xff"}, {"other.json": b"{}"}])
def test_bad_files(files):
    with pytest.raises(tptriage.PackError):
        tptriage.Ruleset.from_files(files)


def test_no_such_folder(tmp_path):
    with pytest.raises(tptriage.PackError) as caught:
        tptriage.Ruleset.from_path(tmp_path / "none")
    assert caught.value.code == "file"


def test_wrong_types():
    for path in (None, 5, b"rules"):
        with pytest.raises(TypeError):
            tptriage.Ruleset.from_path(path)
    for files in ([], "pack.json", {"pack.json": 5}, {5: b""}):
        with pytest.raises(TypeError, match="files must map"):
            tptriage.Ruleset.from_files(files)
    with pytest.raises(ValueError, match="NUL"):
        tptriage.Ruleset.from_path("rules\0msk")
    with pytest.raises(ValueError, match="NUL"):
        tptriage.Ruleset.from_files({"pack\0.json": b""})


def test_cannot_be_pickled(rules, session):
    for thing in (rules, session):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(thing)
