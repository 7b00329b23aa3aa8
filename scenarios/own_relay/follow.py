"""Carries the changes of subscribers from the old database to the new one: follow.py BACKEND

It may be killed at any time: how far it has come lies in the new database, and moves with what it writes there.
"""

import json
import sys
import time
import urllib.error
import urllib.request

BACKEND = sys.argv[1]


def carried(change):
    """What the new database is to have: the fee in cents, or nothing any more."""
    entry = {"key": change["key"], "rev": change["rev"]}
    if change.get("deleted"):
        return dict(entry, deleted=True)
    subscriber = change["record"]
    return dict(entry, record={"name": subscriber["name"], "fee_cents": subscriber["fee"]})


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


def follow():
    position = ask("GET", "/position")["position"]
    while True:
        changes = ask("GET", f"/changes?after={position}")
        if changes:
            position = changes[-1]["position"]
            ask("POST", f"/records/new?write=version_guard&position={position}", [carried(one) for one in changes])


if __name__ == "__main__":
    follow()
