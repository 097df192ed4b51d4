"""Which browser somebody used, in words, as far as it says so itself."""

from __future__ import annotations

from frontdesk.core.messages import Message

# in this order, because most browsers also claim to be the ones below them
_BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
    "curl/": "curl",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser(agent: str) -> Message:
    """Return a User-Agent header in words such as "Firefox on Linux"; an unknown one is called another browser."""
    name = next((words for sign, words in _BROWSERS.items() if sign in agent), None)
    system = next((words for sign, words in _SYSTEMS.items() if sign in agent), None)
    if name and system:
        return Message("{browser} on {system}", {"browser": name, "system": system})
    known = name or system
    return Message("{browser}", {"browser": known}) if known else Message("Another browser")
