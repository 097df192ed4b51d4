"""Which passkeys a change of address leaves behind: each belongs to the domain that it was made for."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from frontdesk.credentials.devices.tables import PASSKEY, Device
from frontdesk.store.context import Context


@dataclass(frozen=True)
class Stranded:
    """How many passkeys of how many people and accounts belong to a domain that is not this installation's."""

    rp_id: str
    count: int
    people: int
    accounts: int


def others(ctx: Context) -> list[Stranded]:
    """Return what belongs to other domains than the present one."""
    query = (
        select(
            Device.rp_id,
            func.count(),
            func.count(distinct(Device.principal_id)),
            func.count(distinct(Device.account_id)),
        )
        .where(Device.kind == PASSKEY, Device.rp_id != ctx.settings.rp_id)
        .group_by(Device.rp_id)
        .order_by(Device.rp_id)
    )
    rows = ctx.unit.reading().execute(query).all()
    return [Stranded(rp_id or "", count, people, accounts) for rp_id, count, people, accounts in rows]
