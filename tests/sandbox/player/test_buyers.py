"""Buyers are made up, repeatable, and live where people live."""

from collections import Counter

from prapazar.sandbox.player import buyers
from prapazar.sandbox.player.dice import dice


def test_buyer_is_the_same_for_the_same_number() -> None:
    assert buyers.buyer(7) == buyers.buyer(7)
    assert buyers.buyer(7) != buyers.buyer(8)


def test_buyer_cannot_be_reached_in_the_real_world() -> None:
    drawn = [buyers.buyer(number) for number in range(50)]

    assert [one for one in drawn if not one.email.endswith("@example.com") or not one.email.isascii()] == []
    assert [one for one in drawn if not one.phone.startswith("555000") or len(one.phone) != 10] == []


def test_buyer_lives_in_the_province_of_the_postal_code() -> None:
    drawn = [buyers.buyer(number) for number in range(50)]

    assert [
        one for one in drawn if int(one.postal_code[:2]) != one.city_code or len(one.postal_code) != 5
    ] == []
    assert [one for one in drawn if not (one.city and one.district and one.neighborhood)] == []


def test_draw_follows_population_and_brings_people_back() -> None:
    thrown = dice("test")

    drawn = [buyers.draw(thrown) for _ in range(1500)]

    cities = Counter(one.city for one in drawn)
    assert cities.most_common(1)[0][0] == "İstanbul"
    assert 0.12 < cities["İstanbul"] / len(drawn) < 0.25
    assert len({one.email for one in drawn}) < len(drawn)
