"""The payment service, version 2: another API, several workers, one table of idempotency keys."""

import itertools
import threading

import payments_v1
from payments_v1 import Book, serve

WORKERS = 4


class Worker:
    """Works on requests; knows the answers that were given under an idempotency key."""

    def __init__(self, answers):
        self.answers = answers


class Handler(payments_v1.Handler):
    book = Book()
    workers = [Worker(book.answers)] * WORKERS  # one table, whoever works on a request
    turns = itertools.count()
    turn_lock = threading.Lock()

    def worker(self):
        with Handler.turn_lock:
            return Handler.workers[next(Handler.turns) % len(Handler.workers)]

    def do_GET(self):
        if self.path == "/v2/health":
            return self.answer(200, {})
        with self.book.lock:
            if self.path == "/v2/dump":
                return self.answer(200, list(self.book.entries))
            order = self.order()
            cents = self.book.charged(order)
        return self.answer(200 if cents else 404, {"payment": {"reference": f"order-{order}"}})

    def do_POST(self):
        asked, answers = self.body(), self.worker().answers
        with self.book.lock:
            key = asked["key"]
            if key and key in answers:
                return self.answer(201, answers[key])
            order = int(asked["reference"].removeprefix("order-"))
            if asked["dry_run"]:
                return self.answer(201, {"payment": {"id": "dry-run"}})
            entry = self.book.entry("charge", order, asked["money"]["cents"])
            given = {"payment": {"id": f"pay_{entry['id']}"}}
            self.book.keep(entry, key, given)
            answers[key] = given
        return self.answer(201, given)

    def do_DELETE(self):
        with self.book.lock:
            order = self.order()
            cents = self.book.charged(order)
            if cents:
                self.book.keep(self.book.entry("refund", order, cents), None, None)
        return self.answer(204 if cents else 409, None)

    def order(self):
        return int(self.path.rsplit("-", 1)[1])


if __name__ == "__main__":
    serve(Handler)
