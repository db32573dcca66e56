"""Everything that can go wrong on purpose, each with the HTTP status and code it becomes.

A message is one line for the person who reads it: what is wrong, where, and the way out.
"""

from __future__ import annotations

from chalicelib.language import language, typeset


class PorteVoixError(Exception):
    """The root: `status` is the HTTP status, `code` the machine-readable name in the answer.

    `french` is the message again where people come by it, and not tools alone; else "".
    """

    status = 500
    code = "internal"

    def __init__(self, message: str = "", french: str = "") -> None:
        super().__init__(message)
        self.french = french

    def said(self, locale: str) -> str:
        """The message for who reads `locale`: in English where it has no French."""
        return typeset(self.french, "fr") if language(locale) == "fr" and self.french else str(self)


class BadInput(PorteVoixError):
    """What was sent cannot be used; nothing was changed."""

    status = 400
    code = "bad_input"


class BadFields(BadInput):
    """Fields of what was sent are wrong: `fields` has each with why, and the way out."""

    code = "bad_fields"

    def __init__(self, fields: tuple[tuple[str, str], ...]) -> None:
        super().__init__("\n".join(f"{field}: {why}" for field, why in fields))
        self.fields = fields


class BadSettings(BadInput):
    """A setting of the deployment is wrong; the process refuses to start."""

    code = "bad_settings"


class RefusedDestination(BadInput):
    """An address that links may not lead to."""

    code = "refused_destination"


class Unauthorized(PorteVoixError):
    """A token is missing, unknown, revoked, expired, or not for this."""

    status = 401
    code = "unauthorized"


class CrossSite(PorteVoixError):
    """A form was sent from another site's page, or from nobody knows where."""

    status = 403
    code = "cross_site"


class UnknownLink(PorteVoixError):
    """No link has this code or alias."""

    status = 404
    code = "unknown_link"


class UnknownCampaign(PorteVoixError):
    """No campaign has this slug."""

    status = 404
    code = "unknown_campaign"


class UnknownOwner(PorteVoixError):
    """No association or group of the campaign has this slug, or what was asked for."""

    status = 404
    code = "unknown_owner"


class UnknownPlace(PorteVoixError):
    """There is no such thing, or it is not for who asks: nobody is told which."""

    status = 404
    code = "unknown_place"


class UnknownPath(PorteVoixError):
    """No page lives at this address."""

    status = 404
    code = "unknown_path"


class MethodNotAllowed(PorteVoixError):
    """The page exists, but not for this method."""

    status = 405
    code = "method_not_allowed"


class Conflict(PorteVoixError):
    """Somebody else changed the same thing in the meantime; reading again and retrying helps."""

    status = 409
    code = "conflict"


class CodeTaken(Conflict):
    """The code or alias belongs, or once belonged, to another link."""

    code = "code_taken"


class KeyReused(Conflict):
    """The idempotency key was used for another request."""

    code = "idempotency_conflict"


class RequestUnderWay(Conflict):
    """The same request, with the same idempotency key, is not answered yet."""

    code = "request_under_way"


class TooLarge(PorteVoixError):
    """What was sent is larger than is read."""

    status = 413
    code = "too_large"


class WrongType(PorteVoixError):
    """What was sent is not of the kind that is read here."""

    status = 415
    code = "wrong_type"


class TooManyRequests(PorteVoixError):
    """The client asks more often than it may."""

    status = 429
    code = "too_many_requests"


class StoreUnavailable(PorteVoixError):
    """The store did not answer, or not in time. Whether it did the work is unknown."""

    status = 503
    code = "store_unavailable"


class LetterNotSent(PorteVoixError):
    """A letter could not be sent: nobody waits for it, so the function that sends it fails."""
