"""The steps of a grant: the provider's page, the way back from it, and the code made into credentials."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from prapazar.connector_kit import registry
from prapazar.connector_kit.answers import error_by_status
from prapazar.connector_kit.consent import Consent
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Answer, Body, Call
from prapazar.connector_kit.manifest import Manifest
from prapazar.connector_kit.setup import Setup
from prapazar.foundation.logging import redact_text

_FORM = "application/x-www-form-urlencoded"
_LONGEST_DETAIL = 300


@dataclass(frozen=True, slots=True)
class Ticket:
    """What has to be kept until the person comes back; nobody else may read it."""

    state: str
    verifier: str
    """Empty where the provider does without PKCE."""
    redirect: str
    """What the provider was told to send the browser back to."""


def ask(
    manifest: Manifest, environment: str, values: Mapping[str, str], *, back: str, sandbox_url: str
) -> tuple[str, Ticket]:
    """The address of the provider's page, and the ticket; `back` is our own address."""
    consent = consent_of(manifest)
    words = {**values, "sandbox": sandbox_url.rstrip("/")}
    redirect = values[consent.redirect] if consent.redirect else back
    ticket = Ticket(secrets.token_urlsafe(32), secrets.token_urlsafe(48) if consent.pkce else "", redirect)
    more = {name: consent.text(text, words) for name, text in consent.page_query.items()}
    if ticket.verifier:
        challenge = create_s256_code_challenge(ticket.verifier)
        more |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    address = prepare_grant_uri(
        consent.text(consent.page[environment], words),
        client_id=values[consent.client.id],
        response_type="code",
        redirect_uri=redirect,
        scope=consent.separator.join(consent.scopes),
        state=ticket.state,
        **more,
    )
    return _without(str(address), consent.page_omits), ticket


def code_of(manifest: Manifest, values: Mapping[str, str], query: Mapping[str, str], at: datetime) -> str:
    """What came back with the browser. Raises AuthFailed for a "no", for another account and for a forgery."""
    consent = consent_of(manifest)
    if refusal := query.get("error"):
        detail = redact_text(query.get("error_description") or refusal)[:_LONGEST_DETAIL]
        raise AuthFailed(detail, code="grant.denied" if refusal == "access_denied" else "grant.refused")
    if consent.is_signed:
        import_module(f"{registry.PACKAGE}.{manifest.slug}.auth").check_return(query, values, at)
    for name, template in consent.same.items():
        if not hmac.compare_digest(query.get(name, "").encode(), consent.text(template, values).encode()):
            raise AuthFailed(redact_text(query.get(name, ""))[:_LONGEST_DETAIL], code="grant.wrong_account")
    if not query.get(consent.code):
        raise AuthFailed(code="grant.no_code")
    return query[consent.code]


def exchange(setup: Setup, query: Mapping[str, str], ticket: Ticket) -> dict[str, str]:
    """The fields that the grant fills. A code is good for one try: nothing is sent twice."""
    manifest = setup.manifest
    consent = consent_of(manifest)
    values = {**{name: str(value) for name, value in setup.settings.items()}, **setup.credentials}
    caller = setup.caller(
        user_agent="PraPazar",
        auth=httpx.Auth(),
        read_error=_read_error,
        base_url=setup.addresses[consent.token_host] if consent.token_host else setup.base_url,
    )
    try:
        body = _request(consent, values, query[consent.code], ticket)
        answer = caller.send(Call("grant", "POST", consent.token_path, body=body)).content
    finally:
        caller.close()
    return _filled(consent, answer, query)


def consent_of(manifest: Manifest) -> Consent:
    if manifest.consent is None:
        raise Rejected(manifest.slug, code="grant.no_page")
    return manifest.consent


def _request(consent: Consent, values: dict[str, str], code: str, ticket: Ticket) -> Body:
    more = {name: consent.text(text, values) for name, text in consent.token_query.items()}
    form = prepare_token_request(
        "authorization_code",
        redirect_uri=ticket.redirect,
        code=code,
        code_verifier=ticket.verifier,
        **more,
    )
    secret = values.get(consent.client.secret or "")
    client = ClientAuth(values[consent.client.id], secret, consent.client.shown)
    _, headers, signed = client.prepare("POST", "", {}, form)
    return Body(str(signed).encode(), _FORM, {"grant_type": "authorization_code"}, headers)


def _filled(consent: Consent, answer: object, query: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(answer, Mapping) or not answer.get("access_token"):
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    found = {fill.field: fill.value(answer, query) for fill in consent.fills}
    kept = {name: value for name, value in found.items() if value}
    if not kept:
        raise UnexpectedAnswer("an answer that fills no field", code="connector.missing_field")
    return kept


def _read_error(answer: Answer) -> ConnectorError:
    """RFC 6749, section 5.2; what is none of its answers is read by its status."""
    said: Mapping[str, Any] = answer.content if isinstance(answer.content, Mapping) else {}
    error = said.get("error")
    words = str(said.get("error_description") or error or "")
    detail = redact_text(f"{answer.status} {words}".strip())[:_LONGEST_DETAIL]
    if error in {"invalid_client", "unauthorized_client"}:
        return AuthFailed(detail, code="grant.client_refused")
    if error == "invalid_grant":
        return AuthFailed(detail, code="grant.code_refused")
    return error_by_status(answer, detail, rejected_code="grant.refused")


def _without(address: str, names: tuple[str, ...]) -> str:
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in names]
    return urlunsplit(parts._replace(query=urlencode(kept)))
