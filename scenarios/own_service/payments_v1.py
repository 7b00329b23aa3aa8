"""A small payment service, version 1: charges and refunds orders, and remembers idempotency keys."""

import argparse
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Book:
    """What was done, and which answer each idempotency key was given."""

    def __init__(self):
        self.lock = threading.Lock()
        self.entries = []  # in order; only grows
        self.answers = {}  # by idempotency key

    def charged(self, order):
        """The cents that are charged for this order."""
        signs = {"charge": 1, "refund": -1}
        return sum(signs[e["kind"]] * e["cents"] for e in self.entries if e["order"] == order)

    def post(self, kind, order, cents):
        entry = {"id": len(self.entries) + 1, "kind": kind, "order": order, "cents": cents}
        self.entries.append(entry)
        return entry


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
                given = (200, self.book.post("refund", asked["order"], cents)) if cents else (409, {})
            else:
                given = (201, self.book.post("charge", asked["order"], asked["cents"]))
            if key:
                self.book.answers[key] = given
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
    ThreadingHTTPServer.request_queue_size = 128
    ThreadingHTTPServer(("127.0.0.1", parser.parse_args().port), handler).serve_forever()


if __name__ == "__main__":
    serve(Handler)
