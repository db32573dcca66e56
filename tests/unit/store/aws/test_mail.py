"""Letters through SES: what is asked of it, and what is told of its refusals."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.stub import Stubber

from chalicelib.access.letter import Letter
from chalicelib.errors import StoreUnavailable
from chalicelib.store.aws.mail import SesMailer

FROM, ADA = "porte-voix@exemple.fr", "ada@exemple.fr"
LETTER = Letter("Votre lien\r\nBcc: bob@exemple.fr", "Bonjour,\n\nVoici : été\n")
SENT = {
    "FromEmailAddress": FROM,
    "Destination": {"ToAddresses": [ADA]},
    "Content": {
        "Simple": {
            "Subject": {"Data": "Votre lien Bcc: bob@exemple.fr", "Charset": "UTF-8"},
            "Body": {"Text": {"Data": "Bonjour,\n\nVoici : été\n", "Charset": "UTF-8"}},
        }
    },
}


@pytest.fixture
def ses() -> Iterator[tuple[SesMailer, Stubber]]:
    client: Any = botocore.session.get_session().create_client(
        "sesv2",
        region_name="eu-west-3",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    with Stubber(client) as stubber:
        yield SesMailer(client, FROM), stubber
        stubber.assert_no_pending_responses()


def test_a_letter_is_plain_text_with_a_subject_of_one_line(
    ses: tuple[SesMailer, Stubber],
) -> None:
    mailer, stubber = ses
    stubber.add_response("send_email", {"MessageId": "1"}, SENT)
    mailer.send(ADA, LETTER)
    # The stub has refused all but `SENT`, to the letter; this says that it was asked.
    stubber.assert_no_pending_responses()


def test_a_refusal_is_told_by_its_code_and_names_nobody(ses: tuple[SesMailer, Stubber]) -> None:
    mailer, stubber = ses
    stubber.add_client_error("send_email", "MessageRejected", f"{ADA} is not verified")
    with pytest.raises(StoreUnavailable, match="MessageRejected") as raised:
        mailer.send(ADA, LETTER)
    # As Lambda would log it.
    assert ADA not in "".join(traceback.format_exception(raised.value))
