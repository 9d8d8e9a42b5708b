"""Whose account it is, and who receives e-Fatura, at Uyumsoft."""

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.integrator.soap_door import Visit


def who_am_i(visit: Visit) -> object:
    profile = visit.seller.profile
    customer = {"Name": profile["name"], "VkTckNo": profile["tax_number"]}
    return {"IsSucceded": True, "Value": {"Customer": customer}}


def connected(visit: Visit) -> object:  # noqa: ARG001 - whoever comes so far is connected
    return {"IsSucceded": True, "Value": True}


def is_e_invoice_user(visit: Visit) -> object:
    found = visit.seller["taxpayer"].get(visit.fields["vknTckn"] or "")
    alias = visit.fields["alias"]
    return {"IsSucceded": True, "Value": bool(found and (not alias or alias in found["aliases"]))}


def aliases(visit: Visit) -> object:
    """No value for whoever does not receive e-Fatura."""
    number = visit.fields["vknTckn"] or ""
    found = visit.seller["taxpayer"].get(number)
    if found is None:
        return {"IsSucceded": True}
    since = from_ms(found["sinceMs"])
    boxes = [
        {"Id": place, "Alias": alias, "Type": 1, "Enabled": True}
        for place, alias in enumerate(found["aliases"], start=1)
    ]
    definition = {
        "Id": 1,
        "CreateDateUtc": since,
        "Identifier": number,
        "Title": found["title"],
        "Type": "Özel",
    }
    return {"IsSucceded": True, "Value": {"Definition": definition, "ReceiverboxAliases": boxes}}


HANDLERS = {
    "WhoAmI": who_am_i,
    "TestConnection": connected,
    "IsEInvoiceUser": is_e_invoice_user,
    "GetUserAliasses": aliases,
}
