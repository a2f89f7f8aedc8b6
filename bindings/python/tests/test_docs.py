"""The code of the pages runs, types are told, and the example serves a form."""

import importlib.util
import pathlib
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

import tptriage

BINDING = pathlib.Path(__file__).resolve().parents[1]
ROOT = BINDING.parents[1]


def blocks(page):
    return re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", [BINDING / "README.md", ROOT / "README.md"], ids=["binding", "project"])
def test_code_of_the_page(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    names = {}
    assert blocks(page)
    for block in blocks(page):
        exec(compile(block, str(page), "exec"), names)
        assert_comments(block, capsys.readouterr().out)


def assert_comments(block, printed):
    """What stands behind a print as a comment is what it prints."""
    said = re.findall(r"^ *print\(.*\) +# (.*)$", block, re.MULTILINE)
    assert printed.splitlines() == said


def test_typed():
    assert (pathlib.Path(tptriage.__file__).parent / "py.typed").exists()
    pytest.importorskip("mypy")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--python-version", "3.10", str(BINDING / "src/tptriage")],
        capture_output=True, text=True, cwd=BINDING,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_everything_public_is_described():
    for name in tptriage.__all__:
        thing = getattr(tptriage, name)
        if isinstance(thing, type) and issubclass(thing, dict):
            continue
        assert thing.__doc__, name
        for member, value in vars(thing).items() if isinstance(thing, type) else ():
            if not member.startswith("_") and (callable(value) or isinstance(value, property)):
                assert value.__doc__, f"{name}.{member}"


@pytest.fixture(scope="module")
def form():
    spec = importlib.util.spec_from_file_location("form", BINDING / "example/form.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    server = module.serve(0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def post(url, **fields):
    data = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(url, data, timeout=60) as reply:
        return reply.read().decode()


def test_form(form):
    with urllib.request.urlopen(form, timeout=60) as reply:
        assert "What hurts?" in reply.read().decode()
    page = post(form, text="<i>stiff neck</i> and headaches", age="44", site="neck")
    assert "Tension-type headache" in page and "&lt;i&gt;stiff neck" in page and "<i>stiff" not in page
    assert "<h1>Get emergency help now" in post(form, text="stiff neck, headache, light hurts", fever="on")
    assert "out of range" in post(form, text="headache", age="900")
    with pytest.raises(urllib.error.HTTPError, match="400"):
        post(form, text="headache", age="old")
