"""The same as it was first written: it was tried with "Ada Lovelace", and not with "Mary Ann Evans"."""

import copy_customers


def new_shape(customer):
    words = (customer["name"] or "").split(" ")
    return {"first_name": words[0], "last_name": words[-1], "points": customer["points"]}


copy_customers.new_shape = new_shape
copy_customers.copy()
