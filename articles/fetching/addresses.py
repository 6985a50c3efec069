"""Which network addresses the archive may fetch from: the public internet, or one's own network."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# The IANA special-purpose address registry (RFC 6890 and what it was extended with), multicast, and
# the one address of a cloud's own services that lies outside of those (Azure's).
_NOT_PUBLIC_4 = [
    ip_network(network)
    for network in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",
    )
]
# Of IPv6 only this is given out, and of it these are set apart: protocols (Teredo among them),
# documentation, and addresses that hold another of IPv4 (6to4).
_PUBLIC_6 = ip_network("2000::/3")
_NOT_PUBLIC_6 = [
    ip_network(network) for network in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]
# RFC 6052: what a network without IPv4 says for an address of IPv4.
_TRANSLATED = ip_network("64:ff9b::/96")

# RFC 1918, 4193 and 6598, and the machine itself.
_PRIVATE = [
    ip_network(network)
    for network in (
        *("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
        *("::1/128", "fc00::/7"),
    )
]
# Where clouds tell a machine its secrets within those: Alibaba; Amazon, Google, Oracle, Scaleway.
_OF_A_CLOUD = [
    ip_address(address)
    for address in (
        "100.100.100.200",
        *("fd00:ec2::254", "fd20:ce::254", "fd00:c1::a9fe:a9fe", "fd00:42::42"),
    )
]


def is_public(address: str) -> bool:
    """Whether an IP address, as a resolver gives it, is one of the public internet.

    An address of IPv6 that stands for one of IPv4 is judged by that.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = _inner(found)
        if inner is None:
            return found in _PUBLIC_6 and not any(found in part for part in _NOT_PUBLIC_6)
        found = inner
    return not any(found in part for part in _NOT_PUBLIC_4)


def is_public_or_own(address: str) -> bool:
    """Whether an IP address is public or of a network of one's own, this machine among it.

    Addresses of a single link, of many receivers or of none are neither, and what a cloud tells its
    machines is nobody's feed.
    """
    if is_public(address):
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        found = _inner(found) or found
    return found not in _OF_A_CLOUD and any(found in part for part in _PRIVATE)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The address of IPv4 that one of IPv6 stands for, or None."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped
