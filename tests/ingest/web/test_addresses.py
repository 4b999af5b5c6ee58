"""The guard: whatever the spelling and whatever the resolver says, only global unicast addresses get through."""

from __future__ import annotations

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import InputError
from summarize.ingest.web import addresses
from summarize.ingest.web.addresses import judged, read_address, refusal_of, resolve_host


def refused(text: str, **options: object) -> str:
    with pytest.raises(InputError) as caught:
        read_address(text, **options)  # type: ignore[arg-type]
    assert "\n" not in caught.value.message
    return caught.value.message


def answers(*numbers: str, allow_private: bool = False) -> tuple[str, ...]:
    return judged("news.example", 443, allow_private=allow_private, resolve=lambda host, port: numbers)


@pytest.mark.parametrize(
    ("text", "url", "host", "port"),
    [
        ("https://Example.ORG", "https://example.org/", "example.org", 443),
        ("HTTP://example.org:80/a?b=c#d", "http://example.org/a?b=c", "example.org", 80),
        ("https://example.org./a", "https://example.org/a", "example.org", 443),
        ("http://example.org:443/", "http://example.org:443/", "example.org", 443),
        ("https://straße.de/ä?q=ö%20x", "https://xn--strae-oqa.de/%C3%A4?q=%C3%B6%20x", "xn--strae-oqa.de", 443),
        ("https://8.8.8.8/", "https://8.8.8.8/", "8.8.8.8", 443),
        ("https://[2606:2800:220:1::1]/", "https://[2606:2800:220:1::1]/", "2606:2800:220:1::1", 443),
        (" https://example.org/a\n", "https://example.org/a", "example.org", 443),
        ("https://1-2.example_x.org/", "https://1-2.example_x.org/", "1-2.example_x.org", 443),
    ],
)
def test_an_address_is_read_into_one_spelling(text: str, url: str, host: str, port: int):
    address = read_address(text)
    assert (address.url, address.host, address.port) == (url, host, port)
    assert read_address(url) == address


def test_a_redirect_is_relative_to_the_page():
    assert read_address("../b?c", base="https://example.org/x/y").url == "https://example.org/b?c"
    assert read_address("//other.example/b", base="https://example.org/x").url == "https://other.example/b"
    assert "only https and http" in refused("file:///etc/passwd", base="https://example.org/")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("file:///etc/passwd", "only https and http addresses are read, not file"),
        ("gopher://example.org/", "not gopher"),
        ("data:text/html,x", "not data"),
        ("javascript:alert(1)", "not javascript"),
        ("//example.org/", "not this"),
        ("http:example.org", "names no host"),
        ("http:///x", "names no host"),
        ("http://.", "names no host"),
        ("https://user@example.org/", "holds a user name"),
        ("https://user:secret@example.org/", "holds a user name"),
        ("https://example.org@127.0.0.1/", "holds a user name"),
        ("https://@example.org/", "holds a user name"),
        ("https://example.org:22/", "port 22 is not a web port (80, 443); --allow-private reads it"),
        ("https://example.org:99999/", "port cannot be read"),
        ("https://example.org:x/", "port cannot be read"),
        ("https://exa mple.org/", "holds blanks"),
        ("https://example.org\\@127.0.0.1/", "backslashes"),
        ("https://example.org/\r\nHost: x", "control characters"),
        ("https://[::1", "cannot be read"),
        ("https://[fe80::1%25eth0]/", "host cannot be read"),
        ("https://exa%6dple.org/", "host cannot be read"),
        ("https://①②⑦.⓪.⓪.①/", "not an internet name"),
        ("https://１２７.0.0.1/", "not an internet name"),
        ("https://" + "a" * 300, "too long"),
        ("https://" + "a" * 64 + ".example/", "not an internet name"),
        ("https://news..example/", "not an internet name"),
        ("https://" + "ä" * 100_000, "longer than"),
        ("https://127.0.0.1/", "not asked for: it is this machine; --allow-private reads it"),
        ("https://127.0.0.1./", "it is this machine"),
        ("https://[::1]/", "it is this machine"),
        ("https://[::ffff:10.0.0.1]/", "10.0.0.1, which is in a private network; --allow-private reads it"),
        ("https://169.254.169.254/", "it is a cloud's metadata service"),
    ],
)
def test_everything_else_is_refused_with_its_reason(text: str, reason: str):
    message = refused(text)
    assert reason in message
    assert "secret" not in message


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "0x7f.1", "0X7F.0.0.1", "017700000001", "0177.0.0.1", "127.1", "127.0.1", "0"),
        *("127.0.0.01", "127.0.0.0x1", "1.2.3.4.5", "256.1.1.1", "example.0x", "1.", "127.0.0.1.1."),
    ],
)
def test_numbers_in_unusual_forms_are_refused_whatever_they_mean(host: str):
    assert "a number in an unusual form" in refused(f"http://{host}/")


def test_ports_and_private_addresses_are_read_when_asked_for():
    assert read_address("http://127.0.0.1:8080/", allow_private=True).site == "http://127.0.0.1:8080"
    assert read_address("http://[::1]:81/", allow_private=True).site == "http://[::1]:81"
    assert "metadata" in refused("http://169.254.169.254/", allow_private=True)


REFUSED = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.0.1 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.1 192.0.0.9 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7
203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 168.63.129.16 100.100.100.200
:: ::1 ::2 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.1.2.3 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1
64:ff9b::8.8.8.8 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1
2001:20::1 2001:db8::1 2002:7f00:1::1 2002:808:808::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1
fec0::1 ff02::1 ff0e::1 4000::1 8000::1 e000::1
"""


@pytest.mark.parametrize("number", REFUSED.split())
def test_special_addresses_are_refused(number: str):
    assert refusal_of(ip_address(number))
    with pytest.raises(InputError, match=r"news\.example leads to .*, which is "):
        answers(number)


@pytest.mark.parametrize(
    "number", ["1.1.1.1", "8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"]
)
def test_global_addresses_are_allowed(number: str):
    assert refusal_of(ip_address(number)) == ""
    assert answers(number) == (number,)


def test_an_ipv4_address_inside_ipv6_is_what_it_reaches():
    assert answers("::ffff:8.8.8.8") == ("8.8.8.8",)


def test_one_forbidden_answer_refuses_the_host():
    assert answers("8.8.8.8", "1.1.1.1", "8.8.8.8") == ("8.8.8.8", "1.1.1.1")
    with pytest.raises(InputError, match=r"leads to 127\.0\.0\.1, which is this machine"):
        answers("8.8.8.8", "127.0.0.1")
    with pytest.raises(InputError, match="no such host"):
        answers()
    with pytest.raises(InputError, match="which is not an address"):
        answers("8.8.8.8", "fe80::1%eth0")


def test_an_intranet_opens_private_addresses_and_nothing_else():
    for number in ("127.0.0.1", "10.1.1.1", "192.168.0.1", "100.64.0.1", "::1", "fd12::1", "fec0::1", "8.8.8.8"):
        assert answers(number, allow_private=True) == (number,)
    for number in ("169.254.169.254", "169.254.170.2", "fd00:ec2::254", "0.0.0.0", "224.0.0.1", "fe80::1", "2002::1"):
        with pytest.raises(InputError):
            answers(number, allow_private=True)


def test_a_number_is_never_looked_up_and_a_name_is_looked_up_once():
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["8.8.8.8"]

    assert judged("1.1.1.1", 443, allow_private=False, resolve=resolve) == ("1.1.1.1",)
    assert asked == []
    assert judged("news.example", 443, allow_private=False, resolve=resolve) == ("8.8.8.8",)
    assert asked == [("news.example", 443)]


@given(st.integers(0, 2**32 - 1))
def test_no_ipv4_address_gets_through_that_is_not_global(number: int):
    address = IPv4Address(number)
    if refusal_of(address) == "":
        assert not (address.is_private or address.is_loopback or address.is_link_local or address.is_multicast)
        assert not (address.is_reserved or address.is_unspecified)
        assert address not in ipaddress.ip_network("100.64.0.0/10")
        for wrapped in (f"::{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1"):
            assert refusal_of(ip_address(wrapped))
    else:
        assert refusal_of(IPv6Address(f"::ffff:{address}"))


@given(st.integers(0, 2**128 - 1) | st.integers(0x2000 << 112, (0x4000 << 112) - 1))
def test_no_ipv6_address_gets_through_that_is_not_global(number: int):
    address = IPv6Address(number)
    if refusal_of(address) == "":
        assert address in ipaddress.ip_network("2000::/3")
        assert address.is_global and not address.is_multicast
        assert address.sixtofour is None and address.teredo is None


def spelled(number: int) -> st.SearchStrategy[str]:
    a, b, c, d = number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255
    forms = [f"{number}", f"0x{number:x}", f"0{number:o}", f"{a}.{number & 0xFFFFFF}", f"{a}.{b}.{number & 0xFFFF}"]
    forms += [f"0x{a:x}.{b}.{c}.{d}", f"0{a:o}.0{b:o}.0{c:o}.0{d:o}", f"[::ffff:{a}.{b}.{c}.{d}]", f"{a}.{b}.{c}.{d}."]
    return st.sampled_from(forms)


@given(st.sampled_from([0x7F000001, 0x0A000001, 0xA9FEA9FE, 0xC0A80101, 0]).flatmap(spelled))
def test_no_spelling_of_a_private_address_gets_through(host: str):
    for text in (f"http://{host}/", f"http://{host.upper()}/x"):
        refused(text)


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "https://example.org", "http://["]))
def test_any_text_is_an_address_or_an_input_error(text: str, start: str):
    try:
        address = read_address(start + text)
    except InputError:
        return
    assert address.url.isascii() and address.url.isprintable()
    assert read_address(address.url) == address


def test_the_system_resolver_is_asked_for_streams_and_failing_is_a_reason(monkeypatch: pytest.MonkeyPatch):
    def known(host: str, port: int, **more: object) -> list[tuple[object, ...]]:
        assert more == {"type": socket.SOCK_STREAM}
        return [(0, 0, 0, "", ("8.8.8.8", port)), (0, 0, 0, "", ("2606:4700::1111", port, 0, 0))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", known)
    assert resolve_host("news.example", 443) == ["8.8.8.8", "2606:4700::1111"]

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(addresses.socket, "getaddrinfo", unknown)
    with pytest.raises(InputError, match=r"news\.example is not known"):
        resolve_host("news.example", 443)
