"""Which hosts a hostname with a wildcard stands for: any number of labels in a Gateway, exactly one in an Ingress."""

WILDCARD = "*."


def normal(hostname: str) -> str:
    """What two spellings of a hostname have in common: case does not count, nor does a dot at the end."""
    return hostname.casefold().removesuffix(".")


def intersect(listener: str, route: str) -> bool:
    """Whether some host is meant by both hostnames; an empty one means all.

    `*.example.com` means `a.b.example.com` as well, and not `example.com`.

    Source: `gateway-api/apis/v1/httproute_types.go:HTTPRouteSpec.Hostnames`.
    """
    one, other = normal(listener), normal(route)
    if not one or not other or one == other:
        return True
    if one.startswith(WILDCARD) and other.startswith(WILDCARD):
        return one[1:].endswith(other[1:]) or other[1:].endswith(one[1:])
    return _covers(one, other) or _covers(other, one)


def ingress_covers(rule: str, host: str) -> bool:
    """Whether a rule of an Ingress is for a host: `*.example.com` means `a.example.com`, and no host below that.

    Source: `k8s.io/api/networking/v1/types.go:IngressRule.Host`.
    """
    pattern, wanted = normal(rule), normal(host)
    if not pattern or pattern == wanted:
        return True
    first, dot, rest = wanted.partition(".")
    return bool(first and dot) and pattern == f"{WILDCARD}{rest}"


def _covers(pattern: str, host: str) -> bool:
    """Whether a wildcard means a host that is none itself."""
    if not pattern.startswith(WILDCARD) or host.startswith(WILDCARD):
        return False
    suffix = pattern[1:]
    return host.endswith(suffix) and len(host) > len(suffix)
