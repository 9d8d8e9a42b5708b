"""Recovery codes."""

import re
from uuid import UUID

from prapazar.domain.access import recovery

_WHO, _OTHER = UUID(int=1), UUID(int=2)


def test_codes_are_ten_and_different() -> None:
    codes = recovery.new_codes()

    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"(?:[a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", code) for code in codes)


def test_a_code_is_the_same_however_it_is_typed() -> None:
    written = {recovery.digest(_WHO, code) for code in ("abcd-efgh", "ABCD EFGH", " abcdefgh ")}

    assert len(written) == 1
    assert recovery.digest(_OTHER, "abcd-efgh") not in written
