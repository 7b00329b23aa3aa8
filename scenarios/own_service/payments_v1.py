"""A small payment service, version 1: charges and refunds orders, and remembers idempotency keys.

With --folder all of it outlasts the process, which may be killed at any time.
"""

import argparse
import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Book:
    """What was done, and which answer each idempotency key was given."""

    def __init__(self):
        self.lock = threading.Lock()
        self.entries = []  # in order; only grows
        self.answers = {}  # by idempotency key
        self.file = None

    def open(self, folder):
        """Goes on where the process before was killed: a line is whole, or was never answered."""
        path = os.path.join(folder, "book.jsonl")
        with open(path, "ab+") as file:
            file.seek(0)
            lines = file.read().split(b"\n")
            file.truncate(file.tell() - len(lines.pop()))
        for line in map(json.loads, lines):
            if line["entry"]:
                self.entries.append(line["entry"])
            if line["key"]:
                self.answers[line["key"]] = line["answer"]
        self.file = open(path, "a")

    def charged(self, order):
        """The cents that are charged for this order."""
        signs = {"charge": 1, "refund": -1}
        return sum(signs[e["kind"]] * e["cents"] for e in self.entries if e["order"] == order)

    def entry(self, kind, order, cents):
        return {"id": len(self.entries) + 1, "kind": kind, "order": order, "cents": cents}

    def keep(self, entry, key, answer):
        """What was done (None: nothing), and what was answered under this key. Both, or neither."""
        if self.file:
            self.file.write(json.dumps({"entry": entry, "key": key, "answer": answer}) + "\n")
            self.file.flush()
        if entry:
            self.entries.append(entry)
        if key:
            self.answers[key] = answer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    book = Book()
    phase = "none"

    def do_GET(self):
        if self.path == "/healthz":
            return self.answer(200, {"phase": Handler.phase})
        if self.path == "/admin/ledger":
            with self.book.lock:
                return self.answer(200, {"entries": list(self.book.entries)})
        order = int(self.path.rsplit("/", 1)[1])
        with self.book.lock:
            cents = self.book.charged(order)
        return self.answer(200 if cents else 404, {"order": order, "cents": cents})

    def do_POST(self):
        asked, key = self.body(), self.headers.get("Idempotency-Key")
        with self.book.lock:
            if key in self.book.answers:
                return self.answer(*self.book.answers[key])
            if self.path == "/refunds":
                cents = self.book.charged(asked["order"])
                entry = self.book.entry("refund", asked["order"], cents) if cents else None
            else:
                entry = self.book.entry("charge", asked["order"], asked["cents"])
            given = (409, {}) if entry is None else (200 if entry["kind"] == "refund" else 201, entry)
            self.book.keep(entry, key, given)
        return self.answer(*given)

    def do_PUT(self):
        Handler.phase = self.body()["phase"]
        return self.answer(204, None)

    def body(self):
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def answer(self, status, what):
        text = b"" if what is None else json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


def serve(handler):
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder")
    arguments = parser.parse_args()
    if arguments.folder:
        handler.book.open(arguments.folder)
    ThreadingHTTPServer.request_queue_size = 128
    ThreadingHTTPServer(("127.0.0.1", arguments.port), handler).serve_forever()


if __name__ == "__main__":
    serve(Handler)
