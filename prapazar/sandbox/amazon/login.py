"""Login with Amazon: refresh tokens and codes of consent become access tokens that live an hour."""

from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_LASTING = ("sellingpartnerapi::notifications", "sellingpartnerapi::migration")


def asker(mall: Mall, form: dict[str, str]) -> str:
    known = mall.by_client(form.get("client_id", ""), form.get("client_secret", ""))
    return known[0].number if known else ""


def answer(mall: Mall, call: Call, path: str, form: dict[str, str]) -> Reply:
    if path != "auth/o2/token" or call.method != "POST":
        return json_reply({"error": "invalid_request", "error_description": "Unknown path"}, 404)
    sellers = mall.by_client(form.get("client_id", ""), form.get("client_secret", ""))
    if not sellers:
        return _refused("invalid_client", "Client authentication failed", 401)
    grant = form.get("grant_type")
    if grant == "refresh_token":
        return _refreshed(mall, sellers, form.get("refresh_token", ""))
    if grant == "authorization_code":
        return _exchanged(mall, sellers, form)
    if grant == "client_credentials" and form.get("scope") in _LASTING:
        return json_reply(_answer(mall, sellers[0], grantless=True))
    return _refused("unsupported_grant_type", "The authorization grant type is not supported", 400)


def _refreshed(mall: Mall, sellers: list[Account], given: str) -> Reply:
    for seller in sellers:
        if seller.profile["refresh_token"] == given:
            return json_reply({**_answer(mall, seller), "refresh_token": given})
    return _invalid("refresh_token", " User may have revoked or didn't grant the permission.")


def _exchanged(mall: Mall, sellers: list[Account], form: dict[str, str]) -> Reply:
    """A code is good once, for five minutes, and for the address it was sent to."""
    for seller in sellers:
        kept = seller["code"].get(form.get("code", ""))
        if kept is None:
            continue
        mall.files.drop(seller, "code", form["code"])
        if kept["untilMs"] >= mall.ground.now_ms() and kept["redirect_uri"] in ("", form.get("redirect_uri")):
            refresh = {"refresh_token": seller.profile["refresh_token"]}
            return json_reply({**_answer(mall, seller), **refresh})
    return _invalid("code", "")


def _answer(mall: Mall, seller: Account, *, grantless: bool = False) -> Json:
    seconds = mall.rules.token_seconds
    return {
        "access_token": mall.give_token(seller, grantless=grantless),
        "token_type": "bearer",
        "expires_in": seconds,
    }


def _invalid(parameter: str, more: str) -> Reply:
    sentence = f"The request has an invalid grant parameter : {parameter}.{more}"
    return _refused("invalid_grant", sentence, 400)


def _refused(error: str, description: str, status: int) -> Reply:
    return json_reply({"error": error, "error_description": description}, status)
