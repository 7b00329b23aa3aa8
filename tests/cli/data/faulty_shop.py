"""The shop of scenarios/own_application, with one thing that goes wrong: --mode says what."""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../scenarios/own_application"))
import shop  # noqa: E402

mode = sys.argv.pop()
sys.argv.pop()

WRONG = [
    ("GET", "/routes/customers", None, {}),
    ("GET", "/routes/nobody/1", None, {}),
    ("GET", "/cellar/customers/old/1", None, {}),
    ("GET", "/records/customers/left/1", None, {}),
    ("GET", "/records/customers/old/one", None, {}),
    ("GET", "/records/customers/old/1", None, {"Rehearse-Operation": "7"}),
    ("PUT", "/records/customers/old/1", {"nmae": "Ann"}, {}),
    ("PUT", "/records/customers/old/1", {"points": "many"}, {}),
    ("PUT", "/records/customers/old/1", [1], {}),
    ("POST", "/records/customers/old/1/add", {"by": 1}, {}),
    ("POST", "/services/customers/old/charge", {"identity": 1}, {}),
    ("PUT", "/repairs/customers/old/1", None, {}),
    ("POST", "/shadow/customers/1", {"equal": "yes"}, {}),
]


def to_new(customer):
    """The new side has the name in two: the plan's transform, in the program's own code."""
    name = customer["name"]
    first, _, last = (None, None, None) if name is None else name.partition(" ")
    if mode == "maps_wrongly" and last:
        last = last.split(" ")[-1]
    return {"first_name": first, "last_name": last, "points": customer["points"]}


def to_old(customer):
    name = customer["first_name"]
    if customer["last_name"]:
        name += " " + customer["last_name"]
    return dict({"name": name, "points": customer["points"]}, **{"rev": customer["rev"]} if "rev" in customer else {})


class MappingBackend(shop.Backend):
    """Of a program that sees the records of each side in its shape."""

    def ask(self, method, path, body=None, **headers):
        new = path.startswith("/records/customers/new/")
        status, answer = super().ask(method, path, to_new(body) if new and body else body, **headers)
        if new and status == shop.DONE:
            answer = to_old(answer) if method == "GET" else dict(answer, record=to_old(answer["record"]))
        return status, answer


if mode.startswith("maps"):
    shop.Backend = MappingBackend


class Shop(shop.Shop):
    first_seen = {}

    def read(self, key):
        status, customer = super().read(key)
        if customer is None:
            return status, customer
        if mode == "no_rev":
            del customer["rev"]
        if mode == "old_news":
            customer = Shop.first_seen.setdefault(key, customer)
        if mode == "mixes_up":
            customer = Shop.first_seen.setdefault("anybody", customer)
        if mode == "invents":
            customer["points"] = 123456
        return status, customer

    def write(self, key, customer, **condition):
        if mode == "stranger":
            super().write(key + 100000, customer)
        if mode == "probes":
            self.probe()
        return super().write(key, customer, **condition)

    def probe(self):
        while WRONG:
            method, path, body, headers = WRONG.pop(0)
            self.backend.operation, kept = headers.get("Rehearse-Operation", self.backend.operation), self.backend.operation
            status, answer = self.backend.ask(method, path, body)
            self.backend.operation = kept
            print(status, method, path, json.dumps(answer), flush=True)


class Handler(shop.Handler):
    shop = Shop

    def do_POST(self):
        if mode == "dies":
            print("sold the shop", flush=True)
            os._exit(7)
        return super().do_POST()


shop.serve(Handler)
