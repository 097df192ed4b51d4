"""Print how long a policy decision takes: 5, 20 and 500 statements with conditions.

Run it by itself: ``python -m tests.bench.policies``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from statistics import median

from frontdesk.authorization import policies
from frontdesk.authorization.decision import evaluate
from frontdesk.authorization.policies import CompiledPolicy, PolicyKind, Source
from frontdesk.authorization.request import PolicySets, Principal, PrincipalKind, Request

USER = Principal(
    PrincipalKind.IAM_USER, "arn:aws:iam::123456789012:user/division/ada", "AIDAQAAAAAAAEXAMPLE01", "123456789012"
)
CONTEXT = {
    "aws:CurrentTime": "2026-05-04T10:11:12Z",
    "aws:EpochTime": "1777889472",
    "aws:SecureTransport": "true",
    "aws:SourceIp": "192.0.2.17",
    "aws:UserAgent": "aws-cli/2.36.7",
    "aws:RequestedRegion": "us-east-1",
    "aws:PrincipalArn": USER.arn,
    "aws:PrincipalAccount": USER.account_id,
    "aws:PrincipalType": "User",
    "aws:userid": USER.unique_id,
    "aws:username": "ada",
    "aws:PrincipalTag/team": "red",
    "aws:ResourceTag/team": "red",
}
CONDITIONS = [
    {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}, "Bool": {"aws:SecureTransport": "true"}},
    {"IpAddress": {"aws:SourceIp": ["192.0.2.0/24", "2001:db8::/32"]}},
    {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}, "StringLike": {"aws:username": ["a*", "b*"]}},
    {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/division/*"}},
    {
        "NumericLessThanIfExists": {"aws:MultiFactorAuthAge": "3600"},
        "StringNotEquals": {"aws:PrincipalType": "Account"},
    },
]


def statement(number: int, actions: list[str], resource: str) -> dict[str, object]:
    return {
        "Effect": "Deny" if number % 4 == 3 else "Allow",
        "Action": actions,
        "Resource": resource,
        "Condition": CONDITIONS[number % len(CONDITIONS)],
    }


def compiled(statements: list[dict[str, object]]) -> CompiledPolicy:
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    return policies.compile(policies.parse(text, PolicyKind.IDENTITY), Source("bench", "user-managed"))


def concerned(count: int) -> CompiledPolicy:
    """Return statements that are all about the action and match in all but the last part of the resource."""
    return compiled(
        [
            statement(number, ["iam:Get*", "iam:List*"], f"arn:aws:iam::*:user/division{number}/${{aws:username}}")
            for number in range(count)
        ]
    )


def met(count: int) -> CompiledPolicy:
    """Return statements whose conditions are all read: the resource is everything, the last one allows."""
    wanted = [statement(number, ["iam:Get*"], "*") for number in range(count)]
    for each in wanted:
        each["Condition"] = {**dict(each["Condition"]), "StringEquals": {"aws:PrincipalAccount": "1"}}  # type: ignore[call-overload]
    return compiled([*wanted[:-1], {"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}])


def scattered(count: int) -> CompiledPolicy:
    """Return statements about many services, of which a tenth is about iam."""
    return compiled(
        [
            statement(number, [f"{'iam' if number % 10 == 0 else f's{number}'}:Get*"], "arn:aws:iam::*:user/*")
            for number in range(count)
        ]
    )


def microseconds(function: Callable[[], object], times: int) -> float:
    """Return the median of seven rounds of so many calls each, in CPU time."""
    rounds = []
    for _ in range(7):
        begin = time.thread_time()
        for _ in range(times):
            function()
        rounds.append((time.thread_time() - begin) / times)
    return median(rounds) * 1e6


def measured() -> Iterator[tuple[int, str, float]]:
    """Go through sizes and kinds of policies; give statements, kind and microseconds of a decision."""
    request = Request(USER, "iam:GetUser", USER.arn, CONTEXT, USER.account_id)
    for count in (5, 20, 500):
        for make in (concerned, met, scattered):
            sets = PolicySets(identity=[make(count)])
            yield count, make.__name__, microseconds(lambda sets=sets: evaluate(request, sets), 10_000 // count)  # type: ignore[misc]


def main() -> None:
    for count, kind, spent in measured():
        print(f"{count:4} statements, {kind:9}: {spent:7.1f} µs")


if __name__ == "__main__":
    main()
