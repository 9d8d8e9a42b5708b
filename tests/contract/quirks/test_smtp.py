"""What is peculiar to mail servers: greylisting, unknown recipients, senders that are not one's own."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from tests.factories.stages.smtp import SmtpStage


def test_greylisted_letter_is_taken_at_the_second_try(stage: SmtpStage) -> None:
    stage.server.pull("PATCH", "/smtp/rules", {"greylists": True})
    connector, message = stage.unhurried(), stage.message()

    try:
        with pytest.raises(RateLimited) as raised:
            connector.send_message(message)
        stage.send(connector, message)
    finally:
        stage.server.pull("PATCH", "/smtp/rules", {"greylists": False})

    assert (raised.value.code, raised.value.retry_after) == ("smtp.greylisted", 300)
    assert len(stage.kept(message)) == 1


def test_mailbox_nobody_has_is_refused_for_good_and_the_next_one_is_not(stage: SmtpStage) -> None:
    connector, lost, found = stage.unhurried(), stage.message(), stage.message()
    stage.deed("refuse", to=lost.to)

    with pytest.raises(Rejected) as raised:
        connector.send_message(lost)
    stage.send(connector, found)

    assert (raised.value.code, raised.value.detail) == (
        "smtp.bad_recipient",
        "550 5.1.1 <•••>: no such mailbox",
    )
    assert (stage.kept(lost), len(stage.kept(found))) == ([], 1)


def test_sender_that_is_not_ones_own_is_found_by_the_test_of_the_form(stage: SmtpStage) -> None:
    stage.settings["sender_address"] = "baskasi@example.com"

    with pytest.raises(AuthFailed) as raised:
        stage.connector().test_credentials()

    assert raised.value.code == "smtp.bad_sender"


def test_server_that_takes_no_log_in_is_told_apart(stage: SmtpStage) -> None:
    stage.server.pull("PATCH", "/smtp/rules", {"offers": ""})
    try:
        with pytest.raises(AuthFailed) as raised:
            stage.connector().test_credentials()
    finally:
        stage.server.pull("PATCH", "/smtp/rules", {"offers": "PLAIN LOGIN"})

    assert raised.value.code == "smtp.no_login"


def test_log_in_goes_by_the_other_way_where_it_is_the_only_one(stage: SmtpStage) -> None:
    stage.server.pull("PATCH", "/smtp/rules", {"offers": "LOGIN"})
    try:
        found = stage.connector().test_credentials()
    finally:
        stage.server.pull("PATCH", "/smtp/rules", {"offers": "PLAIN LOGIN"})

    assert found.detail == stage.settings["sender_address"]


def test_letter_carries_paper_and_the_way_out(stage: SmtpStage) -> None:
    message = stage.message(attached=(("F-1.pdf", b"%PDF-1.4"),), stop_url="https://panel.example/stop")

    stage.send(stage.unhurried(), message)

    [kept] = stage.kept(message)
    assert (kept["files"], kept["unsubscribe"]) == (["F-1.pdf"], "<https://panel.example/stop>")
