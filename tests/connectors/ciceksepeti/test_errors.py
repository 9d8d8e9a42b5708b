"""Çiçeksepeti's error answers as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Answer
from prapazar.connectors.ciceksepeti import errors
from prapazar.connectors.ciceksepeti.schemas import AnyCase

_CONTRACT = "This branch's integration type is not supported this method"


def _said(message: str, name: str = "Message") -> AnyCase:
    return AnyCase({name: message})


@pytest.mark.parametrize(
    ("status", "content", "expected", "code"),
    [
        (400, _said("Geçersiz API Key"), AuthFailed, "connector.auth_failed"),
        (401, _said("Geçersiz API Key"), AuthFailed, "connector.auth_failed"),
        (401, None, AuthFailed, "connector.auth_failed"),
        (403, None, AuthFailed, "connector.auth_failed"),
        (400, _said("Order not found!"), Rejected, "ciceksepeti.not_found"),
        (400, _said("Order not found!", "message"), Rejected, "ciceksepeti.not_found"),
        (400, _said("Orders belong to different merchant!"), Rejected, "ciceksepeti.not_found"),
        (400, _said("Order not available for this status!"), Rejected, "ciceksepeti.wrong_status"),
        (400, _said(_CONTRACT), Rejected, "ciceksepeti.other_contract"),
        (400, _said("Aynı istek 30 dakikada bir"), Rejected, "ciceksepeti.repeated_request"),
        (400, _said("PageSize en fazla 60"), Rejected, "ciceksepeti.rejected"),
        (404, None, Rejected, "ciceksepeti.not_found"),
        (405, None, UnexpectedAnswer, "connector.endpoint_changed"),
        (429, None, RateLimited, "connector.rate_limited"),
        (500, _said("error"), Unavailable, "connector.unavailable"),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(Answer(status, {}, content))

    assert (type(error), error.code) == (expected, code)


def test_web_page_with_a_403_blames_the_address_and_not_the_key() -> None:
    error = errors.from_answer(Answer(403, {"content-type": "text/html; charset=utf-8"}, None))

    assert (type(error), error.code) == (Unavailable, "ciceksepeti.foreign_address")


def test_good_status_may_hide_a_refusal() -> None:
    content = AnyCase({"isSuccess": False, "message": "Order not available for this status!"})

    error = errors.from_good_answer(Answer(200, {}, content))

    assert isinstance(error, Rejected)
    assert error.code == "ciceksepeti.wrong_status"


@pytest.mark.parametrize("content", [AnyCase({"isSuccess": True}), AnyCase({"batchId": "b"}), [], None])
def test_good_answer_is_no_error(content: object) -> None:
    assert errors.from_good_answer(Answer(200, {}, content)) is None


def test_wait_is_the_headers_or_five_seconds() -> None:
    waits = [errors.from_answer(Answer(429, headers, None)) for headers in ({}, {"retry-after": "3"})]

    assert [wait.retry_after for wait in waits if isinstance(wait, RateLimited)] == [5.0, 3.0]


def test_detail_hides_personal_data() -> None:
    error = errors.from_answer(Answer(400, {}, _said("sule@example.com geçersiz")))

    assert error.detail == "400 ••• geçersiz"
