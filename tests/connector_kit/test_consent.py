"""What a manifest may say of a consent page: it fits the form, and other providers' words can be put in it."""

from typing import Any

import pytest
from pydantic import ValidationError

from prapazar.connector_kit import registry
from prapazar.connector_kit.consent import Consent, Fill
from prapazar.connector_kit.manifest import Manifest


def _manifest(**consent: Any) -> Manifest:  # noqa: ANN401 - parts of the section
    described = registry.manifest("shopify").model_dump(mode="json")
    return Manifest.model_validate({**described, "consent": {**described["consent"], **consent}})


@pytest.mark.parametrize(
    "wrong",
    [
        {"client": {"id": "no_field", "secret": "client_secret"}},
        {"fills": [{"field": "no_field", "member": "access_token"}]},
        {"same": {"shop": "{no_field}"}},
        {"redirect": "no_field"},
        {"token_host": "nowhere"},
        {"page": {"stage": "https://shop.test/authorize"}},
        {"client": {"id": "client_id", "secret": "client_secret", "shown": "none"}},
        {"fills": [{"field": "access_token"}]},
    ],
)
def test_section_that_does_not_fit_its_form_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _manifest(**wrong)


def test_every_section_leaves_a_form_that_can_be_filled() -> None:
    described = [manifest for manifest in registry.all_manifests() if manifest.consent]

    for manifest in described:
        assert manifest.consent is not None
        names = {field.name for field in manifest.auth.fields}
        assert manifest.consent.names <= names
        assert "live" in manifest.consent.page


def test_term_is_chosen_by_a_field() -> None:
    consent = Consent.model_validate(
        {
            "page": {"live": "{seller_site}/apps/authorize/consent"},
            "token_path": "/auth/o2/token",
            "client": {"id": "client_id", "secret": "client_secret"},
            "terms": {
                "seller_site": {"field": "market", "values": {"TR": "https://sellercentral.amazon.com.tr"}}
            },
            "fills": [{"field": "refresh_token", "member": "refresh_token"}],
        }
    )

    assert consent.text(consent.page["live"], {"market": "TR"}) == (
        "https://sellercentral.amazon.com.tr/apps/authorize/consent"
    )
    assert consent.names == {"market", "client_id", "client_secret", "refresh_token"}


@pytest.mark.parametrize(
    ("fill", "value"),
    [
        (Fill(field="a", member="access_token", pattern=r"(\d+)\."), "123"),
        (Fill(field="a", member="access_token", unless="refresh_token"), ""),
        (Fill(field="a", parameter="selling_partner_id"), "A1"),
        (Fill(field="a", member="missing"), ""),
    ],
)
def test_field_is_filled_from_answer_or_address(fill: Fill, value: str) -> None:
    answer = {"access_token": "123.abc", "refresh_token": "123.def"}

    assert fill.value(answer, {"selling_partner_id": "A1"}) == value
