"""The customer service as it was first deployed: ten times as fast, since it commits twice a second."""

import signal
import sys
import threading
import time

import customers


class Customers(customers.Customers):
    """Changes are confirmed when they are in the transaction that the next tick commits."""

    def __init__(self, folder):
        super().__init__(folder)
        self.database.execute("BEGIN")
        threading.Thread(target=self.tick, daemon=True).start()
        signal.signal(signal.SIGTERM, self.leave)

    def tick(self):
        while True:
            time.sleep(0.5)
            with self.lock:
                self.database.execute("COMMIT")
                self.database.execute("BEGIN")

    def leave(self, *_):
        """Nothing is lost when it is asked to end: whoever tried that saw nothing wrong."""
        with self.lock:
            self.database.execute("COMMIT")
            sys.exit(0)


if __name__ == "__main__":
    customers.serve(Customers)
