"""Letters through Amazon SES."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.access.letter import Letter
from chalicelib.errors import StoreUnavailable
from chalicelib.store.aws.client import open_client

CONFIG = Config(
    connect_timeout=2,
    read_timeout=10,
    # A letter that SES took without saying so is sent twice by a retry. Each holds a link.
    retries={"total_max_attempts": 3, "mode": "standard"},
    user_agent="porte-voix",
)


class SesMailer:
    """`signin.Mailer` through version 2 of SES's API."""

    def __init__(self, client: Any, sender: str) -> None:
        self._client = client
        self._sender = sender

    @classmethod
    def open(cls, sender: str) -> SesMailer:
        """Letters from an address of a verified identity, in the environment's region."""
        client = open_client("sesv2", CONFIG)
        return cls(client, sender)

    def send(self, to: str, letter: Letter) -> None:
        """Sends a letter; `StoreUnavailable` says by SES's own code why it could not."""
        try:
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [to]},
                Content={
                    "Simple": {
                        # One line, whatever it was made of: the next one would be a header.
                        "Subject": _utf8(" ".join(letter.subject.split())),
                        "Body": {"Text": _utf8(letter.text)},
                    }
                },
            )
        except ClientError as error:
            # Its message quotes the address, and so does its traceback.
            code = error.response["Error"]["Code"]
            raise StoreUnavailable(f"SES send_email: {code}") from None
        except BotoCoreError as error:
            raise StoreUnavailable(f"SES send_email: {type(error).__qualname__}") from None


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
