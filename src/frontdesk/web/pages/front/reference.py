"""What a reference means, for anybody: the same for every one, known or not (decision 0006)."""

from __future__ import annotations

from urllib.parse import quote

from frontdesk.core import ids
from frontdesk.web.door import Page, PageRequest, Response


def get(request: PageRequest) -> Response:
    """Show what a visitor may know; somebody who is signed in goes on to what they may see."""
    reference = ids.read_reference(request.params.get("reference", request.query.get("reference", "")))
    if reference and request.session:
        return request.see_other(f"/console/history/{quote(reference)}")
    return request.render("front/reference.html", reference=reference)


pages = (Page("/reference", get=get), Page("/reference/{reference}", get=get))
