"""A small intake form on http://localhost:8000: python form.py [PORT]. The standard library and tptriage, nothing else."""

import html
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import tptriage

RULES = tptriage.Ruleset()
SITES = ["", "head", "neck", "shoulder", "low_back", "hip", "knee"]
LONGEST = 100_000  # bytes of a posted form
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>What hurts?</title>
<form method="post">
<p><label>What hurts? <textarea name="text" rows="4" cols="60">{text}</textarea></label>
<p><label>Age <input name="age" type="number" min="0" max="120" value="{age}"></label>
<label>Where <select name="site">{sites}</select></label>
<label><input name="fever" type="checkbox" {fever}> Fever</label>
<p><button>Ask</button></form>
{answer}
<p><small>This is no diagnosis and no emergency service.</small></html>"""

_own = threading.local()


def session():
    """Each thread of the server has a session of its own, on the same rules."""
    if not hasattr(_own, "session"):
        _own.session = tptriage.Session(RULES)
    return _own.session


def answer(form):
    facts = {"age": int(form["age"]) if form.get("age") else None}
    facts["sites"] = [form["site"]] if form.get("site") else None
    facts["findings"] = {"fever": True} if "fever" in form else None  # not ticked is not asked, not no
    try:
        result = session().triage(form.get("text", ""), **facts)
    except tptriage.InputError as error:
        return f"<p>{html.escape(str(error))}"
    parts = [f"<h1>{html.escape(result.urgency['title'])}</h1><p>{html.escape(result.urgency['advice'])}"]
    parts += [f"<p><b>{html.escape(flag['title'])}</b> {html.escape(flag['advice'])}" for flag in result.flags]
    parts += [f"<p>{html.escape(fit['label'])}: {html.escape(fit['plain'])}" for fit in result.conditions]
    return "\n".join(parts)


def page(form, said=""):
    options = (f"<option{' selected' if site == form.get('site') else ''}>{site}</option>" for site in SITES)
    return PAGE.format(
        text=html.escape(form.get("text", "")),
        age=html.escape(form.get("age", "")),
        sites="".join(options),
        fever="checked" if "fever" in form else "",
        answer=said,
    )


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.reply(page({}))

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > LONGEST:
            self.send_error(413)
            return
        posted = parse_qs(self.rfile.read(length).decode("utf-8", "replace"))
        form = {key: values[0] for key, values in posted.items()}
        try:
            self.reply(page(form, answer(form)))
        except ValueError:
            self.send_error(400)

    def reply(self, text):
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """What people wrote is in no log."""


def serve(port=8000):
    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


if __name__ == "__main__":
    serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8000).serve_forever()
