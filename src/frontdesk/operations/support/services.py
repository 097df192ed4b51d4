"""What cases can be about."""

from __future__ import annotations

from frontdesk.core.errors import ValidationError
from frontdesk.operations.registry import operation
from frontdesk.operations.support import shown
from frontdesk.operations.support.cases import ALSO_IN
from frontdesk.operations.support.shown import Answer
from frontdesk.store.context import Context
from frontdesk.support.cases import subjects
from frontdesk.support.cases.subjects import Service


@operation("support:DescribeServices", also_in=ALSO_IN)
def describe_services(
    ctx: Context, *, service_code_list: list[str] | None = None, language: str | None = None, dry_run: bool = False
) -> Answer:
    """List the headings under which a case can be opened; unknown codes are left out."""
    subjects.check_language(language)
    shown.stop_if_dry(dry_run)
    wanted = service_code_list or list(subjects.BY_CODE)
    return {"services": [_service(subjects.BY_CODE[code]) for code in wanted if code in subjects.BY_CODE]}


def _service(service: Service) -> Answer:
    categories = [{"code": code, "name": name} for code, name in service.categories.items()]
    return {"code": service.code, "name": service.name, "categories": categories}


@operation("support:DescribeSeverityLevels", also_in=ALSO_IN)
def describe_severity_levels(ctx: Context, *, language: str | None = None, dry_run: bool = False) -> Answer:
    """List how pressing a case can be."""
    subjects.check_language(language)
    shown.stop_if_dry(dry_run)
    return {"severityLevels": [{"code": code, "name": name} for code, name in subjects.SEVERITIES.items()]}


@operation("support:DescribeCreateCaseOptions", also_in=ALSO_IN)
def describe_create_case_options(
    ctx: Context, *, issue_type: str, service_code: str, language: str, category_code: str, dry_run: bool = False
) -> Answer:
    """Say how support answers this kind of case: on the web, at any hour."""
    _check(issue_type, service_code, category_code)
    subjects.check_language(language)
    shown.stop_if_dry(dry_run)
    always = [{"startTime": "00:00", "endTime": "23:59"}]
    types = [{"type": "web", "supportedHours": always, "datesWithoutSupport": []}]
    return {"languageAvailability": "available", "communicationTypes": types}


@operation("support:DescribeSupportedLanguages", also_in=ALSO_IN)
def describe_supported_languages(
    ctx: Context, *, issue_type: str, service_code: str, category_code: str, dry_run: bool = False
) -> Answer:
    """List the languages of this kind of case."""
    _check(issue_type, service_code, category_code)
    shown.stop_if_dry(dry_run)
    return {"supportedLanguages": [{"code": subjects.LANGUAGE, "language": "English", "display": "English"}]}


def _check(issue_type: str, service_code: str, category_code: str) -> None:
    subjects.check(service_code, category_code, None)
    if issue_type not in (subjects.ISSUE_TYPE, "technical"):
        raise ValidationError("Unknown issue type {type}.", type=issue_type, field="issueType")
