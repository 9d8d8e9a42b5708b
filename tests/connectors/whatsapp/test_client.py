"""WhatsApp's endpoints as they are called: address, log-in and body of every operation."""

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.messages import OutgoingMessage
from tests.factories.provider import Asked, telling

_SETTINGS = {"phone_number_id": "1060", "waba_id": "1020"}
_SECRETS = {"token": "anahtar", "app_secret": "gizli", "verify_token": "kod"}
_MESSAGE = OutgoingMessage(
    "m1", "+905321112233", "x", template="siparis_yolda", params=("Ayşe\nŞule", "S-1", "")
)


def test_template_is_sent_with_its_places_in_order() -> None:
    provider = telling({"messages": [{"id": "wamid.1"}]})

    provider.connector("whatsapp", _SETTINGS, _SECRETS).send_message(_MESSAGE)

    parameters = [{"type": "text", "text": one} for one in ("Ayşe Şule", "S-1", "-")]
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "905321112233",
        "type": "template",
        "template": {
            "name": "siparis_yolda",
            "language": {"code": "tr", "policy": "deterministic"},
            "components": [{"type": "body", "parameters": parameters}],
        },
    }
    assert provider.asked == [Asked("POST", "/v23.0/1060/messages", {}, body)]
    assert provider.requests[0].headers["authorization"] == "Bearer anahtar"


def test_credentials_are_tested_with_the_templates() -> None:
    provider = telling({"data": [{"name": "siparis_yolda"}]})

    provider.connector("whatsapp", _SETTINGS, _SECRETS).test_credentials()

    assert provider.asked == [Asked("GET", "/v23.0/1020/message_templates", {"limit": "50"})]


@pytest.mark.parametrize("told", [{}, {"messages": []}, {"messages": [{"id": "1"}, {"id": "2"}]}])
def test_answer_that_is_not_of_one_message_is_unexpected(told: dict[str, object]) -> None:
    with pytest.raises(UnexpectedAnswer):
        telling(told).connector("whatsapp", _SETTINGS, _SECRETS).send_message(_MESSAGE)
