"""The relay of scenarios/own_relay, with one thing that goes wrong: the last argument says what."""

import os
import sys

mode = sys.argv.pop()
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../scenarios/own_relay"))
import follow  # noqa: E402

sound_ask, sound_carried = follow.ask, follow.carried
seen = 0


def ask(method, path, body=None):
    global seen
    if mode == "skips_some" and body:
        seen += 1
        if seen % 4 == 0:
            return sound_ask("PUT", "/position", {"position": int(path.rsplit("=", 1)[1])})
    if mode == "wrong_side":
        path = path.replace("/records/new", "/records/old")
    if mode == "nowhere":
        path = path.replace("&position=", "&position=-")
    if mode == "lost":
        path = path.replace("/changes", "/change")
    return sound_ask(method, path, body)


def carried(change):
    entry = sound_carried(change)
    if mode == "wrong_unit" and "record" in entry:
        entry["record"]["fee_cents"] = (change["record"]["fee"] or 0) * 100
    return entry


if mode == "ends":
    sys.exit("nothing to follow")
follow.ask, follow.carried = ask, carried
follow.follow()
