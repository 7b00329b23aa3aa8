"""Version 2 as it was first deployed: each worker remembers only the keys that it has seen itself.

A retry that another worker gets is charged once more. No test with one worker shows it.
"""

import payments_v2

payments_v2.Handler.workers = [payments_v2.Worker({}) for _ in range(payments_v2.WORKERS)]

if __name__ == "__main__":
    payments_v2.serve(payments_v2.Handler)
