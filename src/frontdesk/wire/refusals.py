"""What the door itself refuses, before any operation is asked."""

from __future__ import annotations

from frontdesk.core.errors import FrontdeskError, Kind


class SerializationException(FrontdeskError):
    """The request cannot be read in its protocol; query calls this MalformedInput."""

    code = "SerializationException"
    kind = Kind.INVALID


class MissingAction(FrontdeskError):
    """A query request that does not say what it wants."""

    code = "MissingAction"
    kind = Kind.INVALID

    def __init__(self) -> None:
        super().__init__("The request must contain the parameter Action.")


class UnknownOperation(FrontdeskError):
    """No service here has an operation of that name, or none at that address (wire 1.2.6)."""

    code = "InvalidAction"
    kind = Kind.NOT_FOUND


class NotThereYet(UnknownOperation):
    """AWS has this operation, Frontdesk does not have it yet; it is never silently accepted."""

    def __init__(self, service: str, name: str) -> None:
        super().__init__("The operation {name} of {service} is not available here yet.", name=name, service=service)
