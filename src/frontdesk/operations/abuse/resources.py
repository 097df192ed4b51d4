"""What the staff's operations act on: a case, alone or with one of the accounts it is matched to."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core.errors import NotFound
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import Params, Resource, Target
from frontdesk.store.context import Context
from frontdesk.support.abuse import cases
from frontdesk.support.abuse.tables import AbuseCase, AbuseNotice


@dataclass(frozen=True)
class Told:
    """A case and what it has to do with one account."""

    matter: AbuseCase
    notice: AbuseNotice


def _case(ctx: Context, params: Params) -> Target:
    target = for_staff.find(ctx, params)
    try:
        return Target(target.arn, cases.by_number(ctx, params["CaseNumber"]))
    except NotFound as missing:
        return Target(target.arn, missing=missing)


def _told(ctx: Context, params: Params) -> Target:
    target = _case(ctx, params)
    if target.missing:
        return target
    try:
        return Target(target.arn, Told(target.thing, cases.notice_for(ctx, target.thing, params["AccountId"])))
    except NotFound as missing:
        return Target(target.arn, missing=missing)


case_numbered = Resource(_case, consumes=("CaseNumber",))
account_told = Resource(_told, consumes=("CaseNumber", "AccountId"))
