"""Keeps records of any table as they come, in SQLite: any_store.py --port PORT --folder FOLDER"""

import json
import os
import sqlite3
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

port, folder = int(sys.argv[2]), sys.argv[4]
database = sqlite3.connect(os.path.join(folder, "records.db"), isolation_level=None, check_same_thread=False)
database.execute("CREATE TABLE IF NOT EXISTS records (t TEXT, k INTEGER, record TEXT, PRIMARY KEY (t, k))")
lock = threading.Lock()


def run(sql, *values):
    with lock:
        made = database.execute(sql, values)
        return made.fetchall(), made.rowcount


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self, status, body=None):
        text = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def place(self):
        _, table, key = self.path.split("/")
        return unquote(table), int(key)

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/healthz":
            return self.answer(200)
        if url.query:
            asked = {name: int(values[0]) for name, values in parse_qs(url.query).items()}
            rows, _ = run("SELECT k, record FROM records WHERE t = ? AND k > ? ORDER BY k LIMIT ?",
                          unquote(url.path[1:]), asked["after"], asked["limit"])
            return self.answer(200, [{"key": key, "record": json.loads(text)} for key, text in rows])
        rows, _ = run("SELECT record FROM records WHERE t = ? AND k = ?", *self.place())
        return self.answer(200, json.loads(rows[0][0])) if rows else self.answer(404)

    def do_PUT(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        run("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", *self.place(), text)
        return self.answer(200)

    def do_DELETE(self):
        _, deleted = run("DELETE FROM records WHERE t = ? AND k = ?", *self.place())
        return self.answer(204 if deleted else 404)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
