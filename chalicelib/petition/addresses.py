"""Which addresses are public: those that a fetch may dial.

Python's own `is_global` follows the registries of its release, calls multicast global and
does not look into addresses that carry another one; so what it misses is listed here.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA's special-purpose registries (RFC 6890 and after), beyond what `is_global` refuses
# in every release since Python 3.11.
_REFUSED_V4 = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, given up by RFC 7526
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that IANA gave out for the internet; what lies outside is for something else."""
_REFUSED_V6 = (
    IPv6Network("2001::/23"),  # protocol assignments, among them Teredo, which carries an IPv4
    IPv6Network("3fff::/20"),  # documentation
)
_NAT64 = IPv6Network("64:ff9b::/96")
"""What DNS64 makes of the IPv4 address in its last bits, on networks without IPv4 (RFC 6052)."""


def is_public(text: str) -> bool:
    """Whether this is an address of the public internet, and any that it carries is too."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_v4(address)
    # A scope says which of this machine's own networks: no public address needs one.
    return address.scope_id is None and _is_public_v6(address)


def _is_public_v4(address: IPv4Address) -> bool:
    refused = address.is_multicast or any(address in network for network in _REFUSED_V4)
    return address.is_global and not refused


def _is_public_v6(address: IPv6Address) -> bool:
    carried = _carried(address)
    if carried is not None:
        return _is_public_v4(carried)
    if address not in _GLOBAL_UNICAST or any(address in network for network in _REFUSED_V6):
        return False
    return address.is_global


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that traffic to this one ends at: mapped, 6to4 or NAT64."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
