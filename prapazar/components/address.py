"""The filters of a list in the address, so that it can be kept, sent and gone back to."""

import reflex as rx


class _Address(rx.Component):
    library = "$/public/js/address.js"
    tag = "PpAddress"

    query: rx.Var[str]


def address(query: rx.Var[str]) -> rx.Component:
    """`query` is the part after the question mark, encoded by the state."""
    return _Address.create(query=query)
