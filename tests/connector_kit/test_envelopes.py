"""GİB's codes as states of a document."""

import pytest

from prapazar.connector_kit import envelopes
from prapazar.connector_kit.einvoices import DocumentState


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (1000, DocumentState.PROCESSING),
        (1150, DocumentState.FAILED),
        (1163, DocumentState.SENT),
        (1200, DocumentState.SENT),
        (1215, DocumentState.FAILED),
        (1300, DocumentState.DELIVERED),
        (1999, None),
    ],
)
def test_code_is_a_state_or_nothing_we_know(code: int, state: DocumentState | None) -> None:
    assert envelopes.state(code) is state
