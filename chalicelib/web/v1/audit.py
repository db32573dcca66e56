"""The audit trail: who did what when."""

from __future__ import annotations

from chalice.app import Response

from chalicelib import wiring
from chalicelib.access.audit import act_to_json
from chalicelib.access.model import Place
from chalicelib.access.rules import Action
from chalicelib.errors import BadInput
from chalicelib.web.answers import json_answer
from chalicelib.web.api import limit, query
from chalicelib.web.v1.paging import asked, cursor
from chalicelib.web.work.call import Call
from chalicelib.web.work.places import association_of


def every(call: Call, slug: str) -> Response:
    """`GET /v1/campaigns/{campaign}/audit`, newest first, of one `association` if asked."""
    own = call.own(Action.AUDIT_READ, slug)
    wanted = query(call.request, "association")
    place = own
    if wanted is not None:
        place = Place(slug, association_of(call, Action.AUDIT_READ, slug, wanted)[1].slug)
    after = asked(call)
    if after is not None and len(after) != 1:
        raise BadInput("cursor is not one that this list gave; start without it")
    page = wiring.house().trail.page(place, limit(call.request), after[0] if after else None)
    following = cursor((page.next,)) if page.next else None
    rows = [act_to_json(act) for act in page.acts]
    return json_answer({"campaign": slug, "rows": rows, "next": following})
