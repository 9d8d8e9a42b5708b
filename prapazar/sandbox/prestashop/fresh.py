"""What stands in a shop before the first product: states of orders, taxes, places, categories."""

from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop.mall import Mall
from prapazar.sandbox.provinces import PROVINCES

_STATES = (
    ("Çek bekleniyor", ""),
    ("Ödeme alındı", "paid logable invoice"),
    ("Hazırlanıyor", "paid logable invoice delivery"),
    ("Kargolandı", "paid logable invoice delivery shipped"),
    ("Teslim edildi", "paid logable invoice delivery shipped"),
    ("İptal edildi", ""),
    ("İade edildi", ""),
    ("Ödeme hatası", ""),
    ("Ön sipariş (ödendi)", "paid logable invoice"),
    ("Havale bekleniyor", ""),
    ("Uzaktan ödeme alındı", "paid logable invoice"),
    ("Ön sipariş (ödenmedi)", ""),
    ("Kapıda ödeme", "logable"),
)
_FLAGS = ("delivery", "invoice", "logable", "shipped", "paid", "deleted")


def furnish(mall: Mall, shop: Account) -> None:
    languages = shop.profile["languages"]

    def spoken(text: str) -> Json:
        return dict.fromkeys(languages, text)

    for name, flags in _STATES:
        told = {flag: "1" if flag in flags.split() else "0" for flag in _FLAGS}
        mall.add(shop, "order_states", {**told, "name": spoken(name)})
    for word, iso in (("Türkçe", "tr"), ("English", "en"))[: len(languages)]:
        mall.add(shop, "languages", {"name": word, "iso_code": iso, "active": "1"})
    mall.add(shop, "currencies", {"name": "Türk lirası", "iso_code": "TRY", "active": "1"})
    mall.add(shop, "currencies", {"name": "Euro", "iso_code": "EUR", "active": "1"})
    country = mall.add(shop, "countries", {"iso_code": "TR", "name": spoken("Türkiye")})
    mall.add(shop, "countries", {"iso_code": "DE", "name": spoken("Almanya")})
    mall.files.open(shop.number, {**shop.profile, "country_id": country["id"]})
    for code, name in enumerate(PROVINCES, start=1):
        mall.add(shop, "states", {"id_country": country["id"], "iso_code": f"TR-{code:02}", "name": name})
    for group, rate in enumerate(("20.000", "10.000", "1.000"), start=1):
        tax = mall.add(shop, "taxes", {"rate": rate, "active": "1", "name": spoken(f"KDV %{rate}")})
        rule = {"id_tax_rules_group": str(group), "id_country": country["id"], "id_state": "0"}
        mall.add(shop, "tax_rules", {**rule, "id_tax": tax["id"], "behavior": "0"})
    mall.add(shop, "carriers", {"name": "Aras", "url": "https://takip.example/@", "active": "1"})
    for parent, name in (("0", "Kök"), ("1", "Ana sayfa"), ("2", "Giyim"), ("3", "Şal & Eşarp")):
        fields = {"id_parent": parent, "active": "1", "name": spoken(name), "link_rewrite": spoken("x")}
        mall.add(shop, "categories", {**fields, "is_root_category": "1" if parent == "1" else "0"})
