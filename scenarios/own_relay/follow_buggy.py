"""The same as it was first written: whoever leaves was not thought of."""

import follow


def carried(change):
    subscriber = change.get("record") or {"name": None, "fee": None}
    return {"key": change["key"], "rev": change["rev"],
            "record": {"name": subscriber["name"], "fee_cents": subscriber["fee"]}}


follow.carried = carried
follow.follow()
