"""The levers of the pretend Uyumsoft."""

from prapazar.sandbox.ground import Ground
from prapazar.sandbox.integrator.levers import IntegratorDesk, sellers_number
from prapazar.sandbox.integrator.office import Office
from prapazar.sandbox.provider import Provider
from prapazar.sandbox.uyumsoft.gateway import UyumsoftRules, door


class UyumsoftDesk(IntegratorDesk):
    secrets = ("username", "password")


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    office = Office(ground, "uyumsoft", UyumsoftRules())
    desk = UyumsoftDesk(office)
    if not office.files.accounts:
        desk.open_account({"account": 1, "name": "Deneme Mağaza", "tax_number": sellers_number(1)})
    return Provider(door(office), desk, office)
