"""A shop that is being migrated: its customers move from one database to another while it runs.

It asks its backend for the route of each customer, writes where that says, first one database and
then the other, and reads where that says. The backend is what rehearse gives it (--backend).
"""

import argparse
import http.client
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

DONE, UNKNOWN, NOT_NOW, FENCED = 200, 504, 503, 412
PATIENCE = 20  # seconds


class Backend:
    """Routes and records, on behalf of one operation."""

    def __init__(self, address, operation):
        self.address = address
        self.operation = operation

    def ask(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        headers["Rehearse-Operation"] = self.operation
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def route(self, key):
        return self.ask("GET", f"/routes/customers/{key}")[1]


class Shop:
    """What it does with a customer. Each returns the status that the client gets."""

    def __init__(self, backend):
        self.backend = backend

    def read(self, key):
        for attempt in range(7):
            route = self.backend.route(key)
            status, customer = self.backend.ask("GET", f"/records/customers/{route['read']}/{key}", Epoch=route["epoch"])
            if status == DONE:
                return 200, customer
            if status == 404:
                return 200, None
            pause(status, attempt)
        return 503, None

    def write(self, key, customer, **condition):
        """The condition is If-Match or If-None-Match, as of HTTP."""
        unknown, until, attempt = False, time.monotonic() + PATIENCE, 0
        while time.monotonic() < until and attempt < 7:
            route = self.backend.route(key)
            if route["wait"] and not unknown:
                time.sleep(0.02)
                continue
            first, again = route["write"][0], {"Idempotency_Key": key} if unknown else {}
            status, done = self.backend.ask(
                "PUT", f"/records/customers/{first}/{key}", customer, Epoch=route["epoch"], **condition, **again)
            if status == DONE:
                others = route["write"][1:]
                return self.write_second(key, first, others[0], done) if others else 200
            if status == FENCED:  # it did nothing, and nothing was done before
                unknown = False
                continue
            if status not in (UNKNOWN, NOT_NOW):
                return 500 if unknown else 409
            unknown = unknown or status == UNKNOWN
            attempt += 1
            pause(status, attempt)
        return 500 if unknown else 503

    def write_second(self, key, first, second, done):
        route = self.backend.route(key)
        status, _ = self.backend.ask(
            "PUT", f"/records/customers/{second}/{key}", done["record"], Epoch=route["epoch"], Rev=done["rev"])
        return 200 if status == DONE else self.repair_later(key, first, done)

    def repair_later(self, key, first, done):
        """The other database gets it later; the client is told when that is sure."""
        for attempt in range(12):
            status, _ = self.backend.ask("PUT", f"/repairs/customers/{first}/{key}", Rev=done["rev"])
            if status == DONE:
                return 200
            pause(status, attempt)
        return 500


def pause(status, attempt):
    if status != FENCED:
        time.sleep(0.01 * 2 ** min(attempt, 5))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    backend = None
    shop = Shop

    def do_GET(self):
        if self.path == "/healthz":
            return self.answer(200, {})
        status, customer = self.make_shop().read(self.key())
        return self.answer(status, {"customer": customer})

    def do_POST(self):
        status = self.make_shop().write(self.key(), self.body(), If_None_Match="*")
        return self.answer(status, {})

    def do_PUT(self):
        status = self.make_shop().write(self.key(), self.body(), If_Match="*")
        return self.answer(status, {})

    def make_shop(self):
        return self.shop(Backend(Handler.backend, self.headers["Rehearse-Operation"]))

    def key(self):
        return int(self.path.rsplit("/", 1)[1])

    def body(self):
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def answer(self, status, what):
        text = json.dumps(what).encode()
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
    parser.add_argument("--backend", required=True)
    arguments = parser.parse_args()
    Handler.backend = arguments.backend.removeprefix("http://")
    ThreadingHTTPServer.request_queue_size = 128
    ThreadingHTTPServer(("127.0.0.1", arguments.port), handler).serve_forever()


if __name__ == "__main__":
    serve(Handler)
