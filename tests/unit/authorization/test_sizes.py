"""How large policies may be (wire 6.3)."""

from __future__ import annotations

import pytest

from frontdesk.authorization.sizes import Quota, require, size
from frontdesk.core.errors import LimitExceeded


def test_white_space_does_not_count() -> None:
    assert size(' {\n\t"a" :\r\n "b c" } ') == len('{"a":"bc"}')
    assert size("") == 0


@pytest.mark.parametrize(
    ("quota", "limit", "said"),
    [
        (Quota.MANAGED, 6144, "Cannot exceed quota for PolicySize: 6144"),
        (Quota.USER_INLINE, 2048, "Cannot exceed quota for PolicySize: 2048"),
        (Quota.GROUP_INLINE, 5120, "Cannot exceed quota for PolicySize: 5120"),
        (Quota.ROLE_INLINE, 10240, "Cannot exceed quota for PolicySize: 10240"),
        (Quota.TRUST, 2048, "Cannot exceed quota for ACLSizePerRole: 2048"),
    ],
)
def test_a_quota_is_shared_by_all_texts(quota: Quota, limit: int, said: str) -> None:
    require(quota, "x" * (limit - 1), " \n", "y")
    with pytest.raises(LimitExceeded) as caught:
        require(quota, "x" * limit, "y")
    assert str(caught.value) == said
