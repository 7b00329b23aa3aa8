"""The shop as it was first written: a second write that fails is not worth an error.

The new database is not the one that counts yet, so nobody noticed; until it was.
"""

import shop


class Shop(shop.Shop):
    def repair_later(self, key, first, done):
        return 200  # "backfill will see to it"


class Handler(shop.Handler):
    shop = Shop


if __name__ == "__main__":
    shop.serve(Handler)
