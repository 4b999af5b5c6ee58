"""Which addresses a key may be sent to: https, or http on this machine. Nothing here connects."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from ..errors import ConfigError

_OPENAI = "api.openai.com"
_AZURE = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")
_HINT = "give https://host/path, or http://127.0.0.1:port/path for a server on this machine"


def check_address(url: str) -> str:
    """Give the address without a final slash. Raises ConfigError, which never shows what stands before an @."""
    parts = _parts(url.strip())
    if parts.username is not None or parts.password is not None:
        raise ConfigError("the base URL holds a user name or password", hint=_HINT)
    if parts.query or parts.fragment or not parts.hostname:
        raise ConfigError("the base URL is not an address of an endpoint", hint=_HINT)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(url)):
        raise ConfigError(f"the base URL must be https: {parts.hostname} is not this machine", hint=_HINT)
    return url.strip().rstrip("/")


def is_loopback(url: str) -> bool:
    """Whether an address leads to this machine."""
    host = _parts(url.strip()).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_openai(url: str) -> bool:
    """Whether an address is OpenAI's own, in whichever region."""
    host = _parts(url).hostname or ""
    return host == _OPENAI or host.endswith("." + _OPENAI)


def is_azure(url: str) -> bool:
    """Whether an address is Azure's service of OpenAI's models."""
    return (_parts(url).hostname or "").endswith(_AZURE)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a bad port is found out only when asked for
    except ValueError:
        raise ConfigError("the base URL cannot be read", hint=_HINT) from None
    return parts
