"""Reports of machines: POST /abuse/xarf with one XARF document, or a list of up to fifty, as JSON."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import JSONResponse

from frontdesk.core.errors import ValidationError
from frontdesk.operations import catalogue
from frontdesk.support.abuse import xarf_reports
from frontdesk.web.door import Page, PageRequest, Response

MOST_BYTES = 2 * 1024 * 1024


def post(request: PageRequest) -> Response:
    """Take reports; 201 with the number, or 422 with the faulty field; a list is answered 200 by a list."""
    sent, many = _documents(request.body)
    operation = catalogue.operation("abuse", "ReportAbuseAsXarf")
    results = [_told(request, one) for one in request.perform(operation, Documents=sent)["Results"]]
    if many:
        return JSONResponse({"results": results})
    return JSONResponse(results[0], 422 if "error" in results[0] else 201)


def _told(request: PageRequest, result: dict[str, Any]) -> dict[str, str]:
    if "ReportNumber" not in result:
        return {"error": "InvalidReport", "field": result["Field"], "message": result["Fault"]}
    number, key = result["ReportNumber"], result["ReportToken"]
    return {"number": number, "page": f"{request.settings.public_origin}/abuse/report/{number}?key={key}"}


def _documents(body: bytes) -> tuple[list[str], bool]:
    """Return the documents, and whether they came as a list; raises ValidationError."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise ValidationError("The body is not UTF-8.") from None
    if not text.lstrip().startswith("["):
        return [text], False
    # one level more than a document, which is looked at on its own afterwards
    found = xarf_reports.load_list(text)
    return [json.dumps(one, ensure_ascii=False) for one in found], True


page = Page("/abuse/xarf", post=post, raw="application/json", upload=MOST_BYTES)
