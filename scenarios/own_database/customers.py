"""A customer service: customers over HTTP, kept in a database of its own (SQLite)."""

import argparse
import json
import os
import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

COLUMNS = ("full_name", "points", "newsletter", "rev")  # rev: what whoever wrote it calls this state of it


class Customers:
    """The table. A change is in the database before it is confirmed."""

    def __init__(self, folder):
        self.lock = threading.Lock()
        self.database = sqlite3.connect(
            os.path.join(folder, "customers.db"), isolation_level=None, check_same_thread=False)
        self.database.execute(
            "CREATE TABLE IF NOT EXISTS customers (id INTEGER PRIMARY KEY, full_name TEXT, "
            "points INTEGER, newsletter INTEGER, rev TEXT)")

    def get(self, key):
        found = self.select("WHERE id = ?", (key,))
        return found[0] if found else None

    def list(self, after, limit):
        return self.select("WHERE id > ? ORDER BY id LIMIT ?", (after, limit))

    def put(self, key, customer):
        self.change("INSERT OR REPLACE INTO customers VALUES (?, ?, ?, ?, ?)",
                    (key, *(customer[column] for column in COLUMNS)))

    def delete(self, key):
        return self.change("DELETE FROM customers WHERE id = ?", (key,)) > 0

    def select(self, where, values):
        with self.lock:
            rows = self.database.execute(
                f"SELECT id, {', '.join(COLUMNS)} FROM customers {where}", values).fetchall()
        return [dict(zip(("id", *COLUMNS), row)) for row in rows]

    def change(self, sql, values):
        with self.lock:
            return self.database.execute(sql, values).rowcount


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    customers = None

    def answer(self, status, body=None):
        text = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def key(self):
        return int(self.path.rsplit("/", 1)[1])

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/healthz":
            return self.answer(200)
        if url.path == "/v1/customers":
            asked = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
            return self.answer(200, {"customers": self.customers.list(asked["after"], asked["limit"])})
        customer = self.customers.get(self.key())
        return self.answer(404 if customer is None else 200, customer)

    def do_PUT(self):
        customer = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.customers.put(self.key(), customer)
        return self.answer(200)

    def do_DELETE(self):
        return self.answer(204 if self.customers.delete(self.key()) else 404)

    def log_message(self, *_):
        pass


def serve(made_of):
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", required=True)
    asked = parser.parse_args()
    Handler.customers = made_of(asked.folder)
    ThreadingHTTPServer(("127.0.0.1", asked.port), Handler).serve_forever()


if __name__ == "__main__":
    serve(Customers)
