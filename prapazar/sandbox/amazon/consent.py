"""The page of Seller Central on which a seller lets an app in, and the code it gets then."""

from html import escape
from urllib.parse import urlencode, urlsplit

from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.exchange import Call, Reply

PATH = "apps/authorize/consent"
_GRANT = f"{PATH}/grant"
_CODE_MS = 300_000
_HTML = "text/html; charset=utf-8"


def answer(mall: Mall, call: Call, path: str) -> Reply:
    asked = call.query
    sellers = [
        one
        for one in mall.files.accounts.values()
        if one.profile["application_id"] == asked.get("application_id")
    ]
    if path not in (PATH, _GRANT) or not sellers:
        return _page("<p>MD1000: application_id is not known.</p>", 404)
    back = asked.get("redirect_uri") or sellers[0].profile.get("redirect_uri", "")
    if urlsplit(back).scheme not in ("http", "https"):
        return _page("<p>MD5101: redirect_uri is missing or not registered.</p>", 400)
    if path == _GRANT:
        return _granted(mall, asked, back)
    links = "".join(
        f'<p><a class="spapi-confirm" href="{escape(_yes(mall, asked, one.number))}">'
        f"{escape(one.profile['name'])} ({one.number}): Confirm</a></p>"
        for one in sellers
    )
    return _page(f"<h1>Authorize {escape(asked['application_id'])}</h1>{links}")


def _yes(mall: Mall, asked: dict[str, str], seller: str) -> str:
    kept: dict[str, str] = {
        name: asked[name] for name in ("application_id", "state", "redirect_uri") if name in asked
    }
    kept["seller"] = seller
    return f"{mall.address}/sellercentral/{_GRANT}?{urlencode(kept)}"


def _granted(mall: Mall, asked: dict[str, str], back: str) -> Reply:
    seller = mall.files.account(asked.get("seller", ""))
    code = f"AN{mall.secret('code')[:18]}"
    until = mall.ground.now_ms() + _CODE_MS
    mall.files.put(seller, "code", code, {"untilMs": until, "redirect_uri": asked.get("redirect_uri", "")})
    told = {"state": asked.get("state", ""), "selling_partner_id": seller.number, "spapi_oauth_code": code}
    joint = "&" if "?" in back else "?"
    return Reply(302, b"", None, {"Location": f"{back}{joint}{urlencode(told)}"})


def _page(content: str, status: int = 200) -> Reply:
    html = f"<!DOCTYPE html><html><head><title>Seller Central</title></head><body>{content}</body></html>"
    return Reply(status, html.encode(), _HTML)
