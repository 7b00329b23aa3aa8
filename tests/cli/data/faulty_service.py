"""The payment service of scenarios/own_service, with one thing that goes wrong: --mode says what."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../scenarios/own_service"))
import payments_v1  # noqa: E402

mode = sys.argv.pop()
sys.argv.pop()
hooks = None
if "--hooks" in sys.argv:
    at = sys.argv.index("--hooks")
    hooks = sys.argv[at + 1]
    del sys.argv[at : at + 2]


def report(entry):
    """Until the application has taken it."""
    asked = urllib.request.Request(hooks + "/paid", json.dumps(entry).encode(), method="POST")
    while True:
        try:
            return urllib.request.urlopen(asked, timeout=5).read()
        except urllib.error.HTTPError as problem:
            print("webhook:", problem.code, problem.read().decode(), flush=True)
            time.sleep(0.05)


class ReportingBook(payments_v1.Book):
    def keep(self, entry, key, answer):
        super().keep(entry, key, answer)
        if entry:
            threading.Thread(target=report, args=(entry,), daemon=True).start()


class Handler(payments_v1.Handler):
    requests = 0
    shown = 0  # entries of its ledger, once
    known_since = {}  # by idempotency key

    def do_GET(self):
        if self.path == "/admin/ledger":
            entries = list(self.book.entries)
            if mode == "gibberish":
                return self.answer(200, {"ledger": "see the basement"})
            if mode == "forgets":
                if Handler.shown:
                    return self.answer(200, {"entries": []})
                Handler.shown = len(entries)
            if mode == "fractions":
                entries = [dict(entry, cents=entry["cents"] + 0.5) for entry in entries]
                return self.answer(200, {"entries": entries})
        return super().do_GET()

    def do_POST(self):
        Handler.requests += 1
        if mode == "dies" and Handler.requests > 3:
            print("out of paper", flush=True)
            os._exit(4)
        if mode == "refuses":
            self.body()
            return self.answer(418, {})
        if mode == "expires":
            self.forget_old_keys()
        return super().do_POST()

    def body(self):
        if mode != "one_read":
            return super().body()
        return json.loads(self.rfile.read1(int(self.headers.get("Content-Length", 0))))

    def forget_old_keys(self):
        """Those that it has known for two seconds, by its own clock."""
        now = time.time()
        for key in list(self.book.answers):
            if now - Handler.known_since.setdefault(key, now) >= 2:
                del self.book.answers[key]

    def do_PUT(self):
        if mode == "deaf":
            self.body()
            return self.answer(500, {})
        return super().do_PUT()


class ForgetfulBook(payments_v1.Book):
    """What it has done outlasts its process; which keys it was asked by does not."""

    def open(self, folder):
        super().open(folder)
        self.answers.clear()


if hooks:
    Handler.book = ReportingBook()
if mode == "forgets_keys":
    Handler.book = ForgetfulBook()
if mode == "silent":
    time.sleep(1000)
if mode == "starts":
    subprocess.Popen(["sleep", "1000.25"])
payments_v1.serve(Handler)
