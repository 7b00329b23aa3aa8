"""The customer service of scenarios/own_database, with one thing that goes wrong: --mode says what."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../scenarios/own_database"))
import customers  # noqa: E402

mode = sys.argv.pop()
sys.argv.pop()


class Customers(customers.Customers):
    puts = 0

    def __init__(self, folder):
        super().__init__(folder)
        if mode == "left_over" and not self.list(0, 1):
            self.put(7, {"full_name": "Ada", "points": 1, "newsletter": True, "rev": "1-1-0"})

    def put(self, key, customer):
        Customers.puts += 1
        if mode == "cuts_names":
            customer["full_name"] = (customer["full_name"] or "")[:4]
        if mode == "no_rev":
            customer["rev"] = None
        if mode == "dies" and Customers.puts == 150:
            sys.stderr.write("out of paper")
            sys.stderr.flush()
            os._exit(4)
        super().put(key, customer)


class Handler(customers.Handler):
    refused = 0

    def do_PUT(self):
        if mode == "refuses_some" and self.key() % 5 == 0:
            self.rfile.read(int(self.headers["Content-Length"]))
            return self.answer(422, {"why": "no such customer can be"})
        if mode == "busy_at_times":
            Handler.refused += 1
            if Handler.refused % 97 == 0:
                self.rfile.read(int(self.headers["Content-Length"]))
                return self.answer(503, {"why": "try later"})
        return super().do_PUT()


customers.Handler = Handler
customers.serve(Customers)
