"""The copying of scenarios/own_backfill, with one thing that goes wrong: the last argument says what."""

import os
import sys

mode = sys.argv.pop()
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../scenarios/own_backfill"))
import copy_customers  # noqa: E402

sound_shape, ask = copy_customers.new_shape, copy_customers.ask


def changed(method, path, body=None):
    if mode == "stops_early" and path == "/records/old?after=20&limit=5":
        return []
    if mode == "old_shape" and body:
        body = [dict(entry, record={"name": "Ada"}) for entry in body]
    if mode == "no_rev" and body:
        body = [{"key": entry["key"], "record": entry["record"]} for entry in body]
    if mode == "lost" and body:
        path = "/records/newer"
    return ask(method, path, body)


if mode == "fails":
    sys.exit("no paper in the printer")
if mode == "fails_once" and not os.path.exists(copy_customers.CURSOR + ".once"):
    open(copy_customers.CURSOR + ".once", "w", encoding="ascii").close()
    sys.exit("no paper in the printer")
copy_customers.ask = changed
copy_customers.copy()
