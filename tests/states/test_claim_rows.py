"""How claims are written on the screen."""

from prapazar.states.claim_rows import reason_words


def test_reason_words_put_a_known_code_into_words_and_leave_sentences() -> None:
    said = [
        reason_words("ChangedMind", "tr"),
        reason_words("ChangedMind", "en"),
        reason_words("Beğenmedim", "tr"),
        reason_words("", "tr"),
    ]

    assert said == ["Vazgeçti", "Changed their mind", "Beğenmedim", ""]
