"""Copies the customers that were there before the migration: copy_customers.py BACKEND FOLDER

It can be stopped and started again at any time: it knows from a file how far it has come.
"""

import json
import os
import sys
import time
import urllib.error
import urllib.request

BACKEND, FOLDER = sys.argv[1:3]
CURSOR = os.path.join(FOLDER, "cursor")


def new_shape(customer):
    """The first name is what is before the first space; whoever has no other has an empty last name."""
    name = customer["name"]
    first, _, last = (None, None, None) if name is None else name.partition(" ")
    return {"first_name": first, "last_name": last, "points": customer["points"]}


def ask(method, path, body=None):
    """What the databases answer; asks again while they do not."""
    data = None if body is None else json.dumps(body).encode()
    while True:
        try:
            request = urllib.request.Request(BACKEND + path, data, method=method)
            with urllib.request.urlopen(request, timeout=5) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as problem:
            if problem.code not in (503, 504):
                sys.exit(f"{method} {path}: {problem.code} {problem.read().decode()}")
            time.sleep(0.02)


def read_cursor():
    try:
        with open(CURSOR, encoding="ascii") as file:
            return int(file.read())
    except FileNotFoundError:
        return 0


def write_cursor(key):
    with open(CURSOR + ".new", "w", encoding="ascii") as file:
        file.write(str(key))
    os.replace(CURSOR + ".new", CURSOR)


def copy():
    task = ask("GET", "/task")
    cursor = read_cursor()
    while page := ask("GET", f"/records/old?after={cursor}&limit={task['batch']}"):
        there = [entry for entry in page if not entry.get("deleted")]
        copies = [dict(entry, record=new_shape(entry["record"])) for entry in there]
        if copies:
            ask("POST", "/records/new?write=insert_if_absent", copies)
        cursor = page[-1]["key"]
        write_cursor(cursor)
        time.sleep(task["throttle_ms"] / 1000)


if __name__ == "__main__":
    copy()
