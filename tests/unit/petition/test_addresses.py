"""Public addresses, and those that only look so."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.petition.addresses import is_public


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "8.8.8.8",
        "2606:2800:220:1:248:1893:25c8:1946",
        "2a00:1450:4007:80e::2003",
        "::ffff:93.184.216.34",
        "64:ff9b::93.184.216.34",
        "2002:5db8:d822::1",
    ],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.9",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
    ],
)
def test_special_ipv4_addresses_are_not_public_nor_is_what_carries_them(address: str) -> None:
    assert not is_public(address)
    assert not any(is_public(carrier) for carrier in carriers(IPv4Address(address)))


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "::8.8.8.8",  # the compatible form, given up
        "64:ff9b:1::808:808",  # local NAT64
        "100::1",
        "2001::808:808",  # Teredo
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "4000::1",
    ],
)
def test_special_ipv6_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "text", ["", "localhost", "2a00:1450::1%eth0", "8.8.8.8 ", "0x08080808", "134744072", "8.8.8"]
)
def test_what_is_no_plain_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@given(st.ip_addresses(v=4))
def test_what_carries_an_address_is_as_public_as_it(address: IPv4Address) -> None:
    assert {is_public(carrier) for carrier in carriers(address)} == {is_public(str(address))}


@given(st.ip_addresses(v=4), st.integers(0, 2**80 - 1))
def test_6to4_is_judged_by_the_address_in_it(address: IPv4Address, rest: int) -> None:
    carrier = IPv6Address((0x2002 << 112) | (int(address) << 80) | rest)
    assert is_public(str(carrier)) == is_public(str(address))


def carriers(address: IPv4Address) -> list[str]:
    """The same destination as an IPv6 address: mapped, NAT64 and 6to4."""
    number = int(address)
    return [
        str(IPv6Address((0xFFFF << 32) | number)),
        str(IPv6Address(int(IPv6Address("64:ff9b::")) | number)),
        str(IPv6Address((0x2002 << 112) | (number << 80) | 1)),
    ]
