"""The application of scenarios/ecommerce/plan.json, version v2, as a program: what the model of the instances does, once more.

Orders are written to both tables, the catalog is streamed, payments move from one gateway to the other.
"""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../scenarios/own_application"))
import shop  # noqa: E402

DONE, DECLINED, NONE, SOLD_OUT, FENCED, NOT_NOW, UNKNOWN = 200, 402, 404, 409, 412, 503, 504
ATTEMPTS = 7


class Refused(Exception):
    """The business says no."""


class Failed(Exception):
    """It did not work; whether something was done is known, or not."""

    def __init__(self, unknown):
        super().__init__()
        self.unknown = unknown


class Storefront:
    def __init__(self, backend):
        self.backend = backend

    def route(self, track, key):
        return self.backend.ask("GET", f"/routes/{track}/{key}")[1]

    # ---- records ----

    def read(self, track, key):
        for attempt in range(ATTEMPTS):
            route = self.route(track, key)
            status, record = self.backend.ask("GET", f"/records/{track}/{route['read']}/{key}", Epoch=route["epoch"])
            if status == DONE and route["shadow"]:
                self.compare(track, key, route["read"], record)
            if status in (DONE, NONE):
                return record if status == DONE else None
            shop.pause(status, attempt)
        raise Failed(False)

    def compare(self, track, key, side, record):
        """A difference counts when it stays: the other side may only be late."""
        other = "new" if side == "old" else "old"
        for _ in range(4):
            status, theirs = self.backend.ask("GET", f"/records/{track}/{other}/{key}")
            if status == DONE and all(theirs[name] == record[name] for name in record if name != "rev"):
                return self.backend.ask("POST", f"/shadow/{track}/{key}", {"equal": True})
            time.sleep(0.05)
            record = self.backend.ask("GET", f"/records/{track}/{side}/{key}")[1]
        return self.backend.ask("POST", f"/shadow/{track}/{key}", {"equal": status != DONE})

    def write(self, track, key, method, record=None, suffix="", undo=False, **condition):
        unknown, attempt, until = False, 0, time.monotonic() + 20
        if undo:
            condition["Rehearse_Undo"] = 1
        while attempt < ATTEMPTS * (2 if undo else 1) and time.monotonic() < until:
            route = self.route(track, key)
            if route["wait"] and not unknown:
                time.sleep(0.02)
                continue
            first = route["write"][0]
            again = {"Idempotency_Key": key} if unknown else {}
            status, done = self.backend.ask(
                method, f"/records/{track}/{first}/{key}{suffix}", record, Epoch=route["epoch"], **condition, **again)
            if status == DONE:
                if len(route["write"]) > 1:
                    self.write_second(track, key, first, route["write"][1], method, done)
                return done
            if status == FENCED:
                unknown = False
                continue
            if status in (SOLD_OUT, NONE) and (not unknown or method == "DELETE" and undo):
                raise Refused()
            if status not in (UNKNOWN, NOT_NOW):
                raise Failed(unknown)
            unknown = unknown or status == UNKNOWN
            attempt += 1
            shop.pause(status, attempt)
        raise Failed(unknown)

    def write_second(self, track, key, first, second, method, done):
        route = self.route(track, key)
        if second not in route["write"]:
            return
        method = method if method == "DELETE" else "PUT"
        body = None if method == "DELETE" else done["record"]
        status, _ = self.backend.ask(
            method, f"/records/{track}/{second}/{key}", body, Epoch=route["epoch"], Rev=done["rev"])
        for attempt in range(12):
            if status == DONE:
                return
            status, _ = self.backend.ask("PUT", f"/repairs/{track}/{first}/{key}", Rev=done["rev"])
            shop.pause(status, attempt)
        raise Failed(True)

    # ---- payments ----

    def charge(self, order, operation):
        unknown, side = False, None
        for attempt in range(ATTEMPTS):
            route = self.route("payments", order)
            side = side or route["to"]
            what = {"identity": order, "key": operation}
            status, _ = self.backend.ask("POST", f"/services/payments/{side}/charge", what)
            if status == DONE:
                if route["shadow"] and side == route["to"]:
                    self.compare_charge(what, side, route)
                return
            if status == DECLINED:
                raise Refused()
            if status not in (UNKNOWN, NOT_NOW):
                raise Failed(unknown)
            shop.pause(status, attempt)
            if status == NOT_NOW:
                side = side if unknown else None
                continue
            unknown = True
            if side == "new":
                continue  # it knows the key
            found = self.lookup(side, order)
            if found is None:
                break
            if found:
                return
            unknown = False
        raise Failed(unknown)

    def lookup(self, side, order):
        for attempt in range(12):
            status, _ = self.backend.ask("POST", f"/services/payments/{side}/lookup", {"identity": order})
            if status in (DONE, NONE):
                return status == DONE
            shop.pause(status, attempt)
        return None

    def compare_charge(self, what, side, route):
        other = "new" if side == "old" else "old"
        call = dict(what, shadow=True, suppressed=route["suppressed"])
        status, _ = self.backend.ask("POST", f"/services/payments/{other}/charge", call)
        if status not in (UNKNOWN, NOT_NOW):
            self.backend.ask("POST", f"/shadow/payments/{what['identity']}", {"equal": status == DONE})

    # ---- operations ----

    def checkout(self, asked):
        product, order = asked["product"], asked["order"]
        undo = []
        try:
            self.write("catalog", product, "POST", {"by": -1, "at_least": 0}, suffix="/add")
            undo.append(lambda: self.write("catalog", product, "POST", {"by": 1}, suffix="/add", undo=True))
            self.write("orders", order, "PUT", asked["orders"], If_None_Match="*")
            undo.append(lambda: self.write("orders", order, "DELETE", undo=True))
            self.charge(order, self.backend.operation.split(".")[0])
            return 200
        except (Refused, Failed) as problem:
            unknown = isinstance(problem, Failed) and problem.unknown
            return 500 if not self.undone(undo) or unknown else 409 if isinstance(problem, Refused) else 503

    @staticmethod
    def undone(steps):
        done = True
        for step in reversed(steps):
            try:
                step()
            except Refused:
                pass  # it was gone already
            except Failed:
                done = False
        return done

    def put(self, track, key, record, **condition):
        try:
            self.write(track, key, "PUT", record, **condition)
            return 200
        except Refused:
            return 409
        except Failed as problem:
            return 500 if problem.unknown else 503


class Handler(shop.Handler):
    def do_GET(self):
        if self.path == "/healthz":
            return self.answer(200, {})
        try:
            return self.answer(200, {"record": self.storefront().read(*self.path.strip("/").split("/"))})
        except Failed:
            return self.answer(503, {})

    def do_POST(self):
        return self.answer(self.storefront().checkout(self.body()), {})

    def do_PUT(self):
        track, key = self.path.strip("/").split("/")
        condition = {"If_Match": "*"} if track == "orders" else {}
        return self.answer(self.storefront().put(track, key, self.body(), **condition), {})

    def storefront(self):
        return Storefront(shop.Backend(shop.Handler.backend, self.headers["Rehearse-Operation"]))


shop.serve(Handler)
