"""Whose key it is, who receives e-Fatura, and what credit is left at Nilvera."""

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.nilvera.visit import Routes, Visit

routes = Routes()


@routes.route("GET", "/general/Company")
def company(visit: Visit) -> Reply:
    profile = visit.seller.profile
    return json_reply(
        {
            "Name": profile["name"],
            "TaxNumber": profile["tax_number"],
            "TaxOffice": "Kadıköy",
            "Address": "Sanayi Caddesi No: 1",
            "District": "Kadıköy",
            "City": "İstanbul",
            "Country": "Türkiye",
            "IsActive": True,
            "Aliases": [{"Alias": f"urn:mail:defaultgb@{profile['tax_number']}.com", "AliasType": 1}],
        }
    )


@routes.route("GET", "/general/GlobalCompany/Check/TaxNumber/{number}")
def check(visit: Visit) -> Reply:
    """One row for each letter box; none for whoever does not receive e-Fatura."""
    found = visit.seller["taxpayer"].get(visit.values["number"])
    if found is None:
        return json_reply([])
    since = from_ms(found["sinceMs"]).replace(tzinfo=None).isoformat(timespec="seconds")
    return json_reply(
        [
            {
                "TaxNumber": visit.values["number"],
                "Title": found["title"],
                "FirstCreatedTime": since,
                "CreationTime": since,
                "DocumentType": visit.call.query.get("globalUserType", "Invoice"),
                "Name": alias,
                "Type": "Özel",
            }
            for alias in found["aliases"]
        ]
    )


@routes.route("GET", "/general/Credits")
def credits_left(visit: Visit) -> Reply:
    left, total = int(visit.seller.profile["credit"]), visit.mall.rules.credit
    return json_reply(
        [
            {
                "Name": "e-Belge",
                "ModuleID": 1,
                "TaxNumber": visit.seller.profile["tax_number"],
                "TotalCredit": total,
                "UsedCredit": total - left,
                "RemainingCredit": left,
                "DurationType": "Indefinite",
                "IsControl": True,
            }
        ]
    )
