"""Which web addresses may be requested, and which machines they may lead to. Opens no connection.

A page's address comes from strangers: from a record, a feed, a redirect. It must not make this program ask machines
that only this computer can reach (server-side request forgery). So a host's name is resolved once, here, every
answer is judged, and the connection goes to a judged answer by its number (`connection.py`), never by name again.

Only global unicast addresses are allowed, following the special-purpose registries of IANA (RFC 6890 and its updates);
the tables are our own because those of Python's `ipaddress` change from release to release.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ...errors import InputError

Address: TypeAlias = IPv4Address | IPv6Address
Resolve: TypeAlias = Callable[[str, int], Iterable[str]]

LONGEST = 4_000  # characters of an address; no page has a longer one
PORTS = {"https": 443, "http": 80}
_HOST_LENGTH = 253
_PLAIN = "".join(map(chr, range(33, 127)))  # left unchanged in a path; other characters are percent-encoded
_MOST_ANSWERS = 64  # of a resolver

_HINT = "--allow-private reads it"

# What a cloud tells its own machines, keys among it. Never requested, intranet or not.
_METADATA = (
    *("169.254.169.254/32", "168.63.129.16/32", "100.100.100.200/32", "192.0.0.192/32"),
    *("fd00:ec2::254/128", "fd20:ce::254/128"),
)
# One's own machine and network: refused, unless the user asks for an intranet.
_INTRANET = (
    ("127.0.0.0/8", "this machine"),
    ("10.0.0.0/8", "in a private network"),
    ("172.16.0.0/12", "in a private network"),
    ("192.168.0.0/16", "in a private network"),
    ("100.64.0.0/10", "in a provider's inner network"),
    ("::1/128", "this machine"),
    ("fc00::/7", "in a private network"),
    ("fec0::/10", "in a private network (site-local)"),
)
# Addresses for one link, for protocols, for documentation: no page is there.
_NEVER = (
    ("0.0.0.0/8", "no machine (unspecified)"),
    ("169.254.0.0/16", "a link-local address"),
    ("192.0.0.0/24", "a reserved address"),
    ("192.0.2.0/24", "a documentation address"),
    ("192.31.196.0/24", "a reserved address"),
    ("192.52.193.0/24", "a reserved address"),
    ("192.88.99.0/24", "a reserved address (6to4)"),
    ("192.175.48.0/24", "a reserved address"),
    ("198.18.0.0/15", "a reserved address (benchmarks)"),
    ("198.51.100.0/24", "a documentation address"),
    ("203.0.113.0/24", "a documentation address"),
    ("224.0.0.0/4", "a multicast address"),
    ("255.255.255.255/32", "a broadcast address"),
    ("240.0.0.0/4", "a reserved address"),
    ("::/128", "no machine (unspecified)"),
    ("::/96", "an old form of an IPv4 address"),
    ("::ffff:0:0:0/96", "a translated IPv4 address"),
    ("64:ff9b::/96", "a translated IPv4 address (NAT64)"),
    ("64:ff9b:1::/48", "a translated IPv4 address (NAT64)"),
    ("fe80::/10", "a link-local address"),
    ("ff00::/8", "a multicast address"),
    ("2001::/32", "a tunnelled IPv4 address (Teredo)"),
    ("2001::/23", "a reserved address"),
    ("2001:db8::/32", "a documentation address"),
    ("2002::/16", "a tunnelled IPv4 address (6to4)"),
    ("2620:4f:8000::/48", "a reserved address"),
    ("3ffe::/16", "a reserved address"),
    ("3fff::/20", "a documentation address"),
)


def _networks(*rows: tuple[str, str]) -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    return tuple((ip_network(text), reason) for text, reason in rows)


_METADATA_NETWORKS = _networks(*((text, "a cloud's metadata service") for text in _METADATA))
_INTRANET_NETWORKS, _NEVER_NETWORKS = _networks(*_INTRANET), _networks(*_NEVER)
_GLOBAL = IPv6Network("2000::/3")  # all of IPv6 that is assigned to machines


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address as it is requested: `url` without a fragment, its scheme, and the host in ASCII and lower case."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def site(self) -> str:
        """Scheme, host and port: what one robots.txt covers."""
        standard = self.port == PORTS[self.scheme]
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{'' if standard else f':{self.port}'}"


def read_address(text: str, *, base: str = "", allow_private: bool = False) -> WebAddress:
    """Read an address, relative to `base` if that is given. Raises `InputError`: the cause, in words.

    Refused are schemes other than https and http, user names, ports other than 80 and 443 (unless `allow_private`), and
    hosts written as numbers in any but the usual form.
    """
    parts = _split(text, base)
    if parts.scheme not in PORTS:
        raise InputError(f"only https and http addresses are read, not {_short(parts.scheme or 'this')}")
    if "@" in parts.netloc:
        raise InputError("the address holds a user name; nothing is read with a login")
    host = _host(parts)
    port = _port(parts)
    if port not in PORTS.values() and not allow_private:
        raise InputError(f"port {port} is not a web port (80, 443); {_HINT}")
    # Numbers that stand for an address are judged before any name is looked up.
    literal = _literal(host)
    if literal and (reason := refusal_of(literal, allow_private=allow_private)):
        raise InputError(_refused(host, literal, reason))
    address = WebAddress("", parts.scheme, host, port)
    query = f"?{parts.query}" if parts.query else ""
    return replace(address, url=address.site + quote((parts.path or "/") + query, safe=_PLAIN))


def judged(host: str, port: int, *, allow_private: bool, resolve: Resolve) -> tuple[str, ...]:
    """The IP addresses a host may be reached at, each judged; the name is resolved once. Raises `InputError`.

    One forbidden answer refuses the host: a host that mixes public and private answers is up to something.
    """
    literal = _literal(host)
    answers = [str(literal)] if literal else list(resolve(host, port))[:_MOST_ANSWERS]
    found: dict[str, None] = {}
    for answer in answers:
        address = _parsed(answer)
        if address is None:
            raise InputError(f"{_short(host)} leads to {_short(answer)}, which is not an address")
        address = _unwrapped(address)
        if reason := refusal_of(address, allow_private=allow_private):
            raise InputError(_refused(host, address, reason))
        found[str(address)] = None
    if not found:
        raise InputError(f"{_short(host)} is not known (no such host)")
    return tuple(found)


def refusal_of(address: Address, *, allow_private: bool = False) -> str:
    """Why an address must not be connected to, in words; "" if it may. An IPv4 address inside IPv6 is judged itself."""
    address = _unwrapped(address)
    if reason := _reason(address, _METADATA_NETWORKS):
        return reason
    if reason := _reason(address, _INTRANET_NETWORKS):
        return "" if allow_private else reason
    if reason := _reason(address, _NEVER_NETWORKS):
        return reason
    return "" if address.version == 4 or address in _GLOBAL else "a reserved address"


def resolve_host(host: str, port: int) -> list[str]:
    """The IP addresses that the system's resolver knows for a host. Raises `InputError`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(f"{_short(host)} is not known (no such host, or no network)") from error
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _split(text: str, base: str) -> SplitResult:
    text = text.strip()
    if len(text) > LONGEST:
        raise InputError(f"the address is longer than {LONGEST:,} characters")
    if not text.isprintable() or " " in text or "\\" in text:
        raise InputError("the address holds blanks, backslashes or control characters")
    try:
        return urlsplit(urljoin(base, text) if base else text)
    except ValueError as error:
        raise InputError("the address cannot be read") from error


def _host(parts: SplitResult) -> str:
    """The host in ASCII, without the final dot that means "from the root"."""
    try:
        host = parts.hostname or ""
        host = (host if host.isascii() else _in_ascii(host)).removesuffix(".")
    except ValueError as error:  # brackets without an IPv6 address
        raise InputError("the address's host cannot be read") from error
    if not host or len(host) > _HOST_LENGTH:
        raise InputError("the address names no host" if not host else "the address's host is too long")
    if not host.replace(":", "").replace(".", "").replace("-", "").replace("_", "").isalnum():
        raise InputError(f"the address's host cannot be read ({_short(host)})")
    if ":" not in host and not all(0 < len(label) < 64 for label in host.split(".")):
        raise InputError(f"the address's host is not an internet name ({_short(host)})")
    if _ends_in_number(host) and _literal(host) is None:
        raise InputError(f"{_short(host)} is a number in an unusual form; write an address as 192.0.2.1")
    return host


def _in_ascii(host: str) -> str:
    """An internationalized name as DNS knows it (IDNA 2008)."""
    if len(host) > _HOST_LENGTH:
        return host
    import httpx2

    try:
        return httpx2.URL(scheme="https", host=host).raw_host.decode("ascii").lower()
    except httpx2.InvalidURL as error:
        raise InputError(f"the address's host is not an internet name ({_short(host)})") from error


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise InputError("the address's port cannot be read") from error


def _ends_in_number(host: str) -> bool:
    """Whether a host's last label is a number: then it is an address, however odd (URL standard, "ends in a number").

    127.1, 0177.0.0.1, 2130706433 and 0x7f000001 all mean this machine to the system's resolver.
    """
    last = host.rpartition(".")[2]
    return last.isdigit() or (last.startswith("0x") and all(c in "0123456789abcdef" for c in last[2:]))


def _literal(host: str) -> Address | None:
    return _parsed(host) if ":" in host or _ends_in_number(host) else None


def _parsed(text: str) -> Address | None:
    try:
        return None if "%" in text else ip_address(text)  # a zone ("%eth0") is always link-local
    except ValueError:
        return None


def _unwrapped(address: Address) -> Address:
    """The IPv4 address inside ::ffff:0:0/96, which is what a connection to it reaches."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _reason(address: Address, networks: tuple[tuple[IPv4Network | IPv6Network, str], ...]) -> str:
    return next((reason for network, reason in networks if address in network), "")


def _refused(host: str, address: Address, reason: str) -> str:
    address = _unwrapped(address)
    leads = "it" if host == str(address) else f"{_short(host)} leads to {address}, which"
    private = refusal_of(address, allow_private=True) == ""
    return f"not asked for: {leads} is {reason}{f'; {_HINT}' if private else ''}"


def _short(text: str) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in text)
    return shown if len(shown) <= 60 else shown[:59] + "…"
