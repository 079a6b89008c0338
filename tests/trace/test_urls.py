"""Which rule wins a URL: against an evaluator of its own over random rules, written from the words of the API alone."""

from random import Random
from typing import Any, NamedTuple

import pytest

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import UrlTarget
from kubectl_porttrace.target import parse_target, requested
from kubectl_porttrace.trace.lookups.url import UrlMatch
from kubectl_porttrace.trace.lookups.url_matches import url_matches
from kubectl_porttrace.trace.lookups.url_routes import trace_url
from tests.build import backend, cluster, gateway, gateway_class, ingress, listener, route, service

SEEDS = range(150)
HOSTS = ("", "shop.example.com", "*.example.com", "*.shop.example.com", "example.com")
ASKED = (
    "shop.example.com",
    "a.shop.example.com",
    "a.b.shop.example.com",
    "example.com",
    "other.org",
    "Shop.Example.com.",
)
PATHS = ("/", "/cart", "/cart/", "/cart/items", "/carts", "/c")


def url(written: str, *headers: str, method: str = "") -> UrlTarget:
    (target,) = requested((parse_target(written),), headers, method)
    assert isinstance(target, UrlTarget)
    return target


class Row(NamedTuple):
    """A rule as the evaluator has it: where it is, and what it is for."""

    route: str
    path: str
    host: str
    kind: str
    value: str
    method: str = ""
    header: str = ""
    query: str = ""


def prefix_of(value: str, path: str) -> bool:
    """`/foo` is for `/foo`, `/foo/` and what is below, as the documentation of both APIs has it."""
    stem = value.rstrip("/")
    return path == stem or path.startswith(f"{stem}/") or path.rstrip("/") == stem


def wildcard_is(pattern: str, host: str, *, one_label: bool) -> bool:
    suffix = pattern[1:]
    before = host[: -len(suffix)] if host.endswith(suffix) else ""
    return bool(before) and not (one_label and "." in before)


def host_is(pattern: str, host: str, *, one_label: bool) -> bool:
    host = host.lower().rstrip(".")
    if not pattern:
        return True
    return wildcard_is(pattern, host, one_label=one_label) if pattern.startswith("*") else pattern == host


def path_is(row: Row, path: str) -> bool:
    return row.value == path if row.kind == "Exact" else prefix_of(row.value, path)


def winner_of_ingresses(rows: list[Row], host: str, path: str) -> Row | None:
    """The most specific host first; of its paths the longest; of equally long ones the exact one; then the first."""
    here = [row for row in rows if host_is(row.host, host, one_label=True) and path_is(row, path)]
    exact = [row for row in here if row.host and "*" not in row.host]
    wild = [row for row in here if "*" in row.host]
    left = exact or wild or here
    most = max((len(row.value.rstrip("/")) for row in left), default=0)
    longest = [row for row in left if len(row.value.rstrip("/")) == most]
    return min([row for row in longest if row.kind == "Exact"] or longest, key=lambda row: row.route, default=None)


def random_ingresses(random: Random) -> tuple[list[Row], list[KubernetesObject]]:
    rows, objects = [], []
    for number in range(random.randint(1, 3)):
        rules = []
        for place, host in enumerate(random.sample(HOSTS, random.randint(1, 3))):
            paths = [
                (random.choice(("Exact", "Prefix")), value) for value in random.sample(PATHS, random.randint(1, 3))
            ]
            rules.append((host, paths))
            rows += [
                Row(f"i{number}", f"spec.rules[{place}].http.paths[{at}].backend", host, kind, value)
                for at, (kind, value) in enumerate(paths)
            ]
        objects.append(_ingress(f"i{number}", rules))
    return rows, objects


def _ingress(name: str, rules: list[tuple[str, list[tuple[str, str]]]]) -> KubernetesObject:
    backend = {"service": {"name": "web", "port": {"number": 80}}}
    spec = [
        {
            **({"host": host} if host else {}),
            "http": {"paths": [{"path": value, "pathType": kind, "backend": backend} for kind, value in paths]},
        }
        for host, paths in rules
    ]
    return ingress(name=name, rules=spec)


def winners(snapshot: Snapshot, target: UrlTarget) -> list[UrlMatch]:
    return [entrance[0] for entrance in url_matches(snapshot, target) if not entrance[0].needs]


@pytest.mark.parametrize("seed", SEEDS)
def test_ingresses(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same each time
    rows, objects = random_ingresses(random)
    snapshot = cluster(*objects)
    for host in ASKED:
        for path in (*PATHS, "/cart/items/1", "/none"):
            expected = winner_of_ingresses(rows, host, path)
            found = winners(snapshot, url(f"http://{host}{path}"))
            wanted = [(expected.route, expected.path)] if expected else []
            assert [(each.referrer.name, each.path) for each in found] == wanted, (host, path, rows)


def winner_of_gateway(rows: list[Row], listeners: list[str], target: UrlTarget) -> Row | None:
    """First the listener, by its hostname; then the route's hostname, and step by step what is left of its rules."""
    here = [each for each in listeners if host_is(each, target.host, one_label=False)]
    if not here:
        return None
    most = max(here, key=lambda each: (bool(each) and "*" not in each, len(each)))
    left = [row for row in rows if host_is(row.host, target.host, one_label=False) and shares(most, row.host)]
    left = [row for row in left if path_is(row, target.path) and row.method in {"", target.method or "GET"}]
    left = [row for row in left if not row.header or ("version", row.header) in target.headers]
    left = [row for row in left if not row.query or ("page", row.query) in target.query]
    for better in (
        lambda row: "*" not in row.host and len(row.host),
        lambda row: len(row.host),
        lambda row: row.kind == "Exact",
        lambda row: len(row.value.rstrip("/")),
        lambda row: bool(row.method),
        lambda row: bool(row.header),
        lambda row: bool(row.query),
    ):
        best = max(map(better, left), default=None)
        left = [row for row in left if better(row) == best]
    return min(left, key=lambda row: (row.route, row.path), default=None)


def shares(listener: str, host: str) -> bool:
    """Whether some name is meant by both: tried with names that are as short as can be."""
    names = [each.replace("*", label) for each in (listener, host) for label in ("x", "x.y") if each] or ["x"]
    return any(host_is(listener, name, one_label=False) and host_is(host, name, one_label=False) for name in names)


def random_routes(random: Random) -> tuple[list[Row], list[KubernetesObject]]:
    rows, objects = [], []
    for number in range(random.randint(1, 3)):
        host = random.choice(HOSTS)
        rules = []
        for place in range(random.randint(1, 4)):
            row = Row(
                f"r{number}",
                f"spec.rules[{place}]",
                host,
                random.choice(("Exact", "PathPrefix")),
                random.choice(PATHS),
                random.choice(("", "", "POST", "GET")),
                random.choice(("", "", "one", "two")),
                random.choice(("", "", "1")),
            )
            rows.append(row)
            rules.append({"matches": [_match(row)], "backendRefs": [backend()]})
        objects.append(route(name=f"r{number}", hostnames=[host] if host else [], rules=rules))
    return rows, objects


def _match(row: Row) -> dict[str, Any]:
    match: dict[str, Any] = {"path": {"type": row.kind, "value": row.value}}
    if row.method:
        match["method"] = row.method
    if row.header:
        match["headers"] = [{"name": "Version", "value": row.header}]
    if row.query:
        match["queryParams"] = [{"name": "page", "value": row.query}]
    return match


@pytest.mark.parametrize("seed", SEEDS)
def test_gateways(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the same each time
    rows, objects = random_routes(random)
    listeners = random.sample(HOSTS, random.randint(1, 3))
    named = [listener(f"l{place}", hostname=host) for place, host in enumerate(listeners)]
    snapshot = cluster(gateway(*named), gateway_class(), *objects)
    for host in ASKED:
        for path in (*PATHS, "/cart?page=1"):
            method, headers = random.choice(("", "POST")), random.choice(((), ("version: one",), ("VERSION: two",)))
            target = url(f"http://{host}{path}", *headers, method=method)
            expected = winner_of_gateway(rows, listeners, target)
            wanted = [(expected.route, expected.path)] if expected else []
            found = [(each.referrer.name, each.path) for each in winners(snapshot, target)]
            assert found == wanted, (target, listeners, rows)


WEB = service({"port": 80, "name": "http"})


def test_a_rule_that_needs_a_header_is_told_and_does_not_win() -> None:
    wanting = {"matches": [{"headers": [{"name": "version", "value": "two"}], "method": "POST"}]}
    snapshot = cluster(gateway(), gateway_class(), route(rules=[wanting, {"backendRefs": [backend()]}]), WEB)
    traced = trace_url(snapshot, url("http://shop.example.com/"))
    found = [(each.match.path, each.wins, each.would_win, each.match.needs) for each in traced.matches]
    assert found == [
        ("spec.rules[1]", True, False, ()),
        ("spec.rules[0]", False, True, ("--header 'version: two'", "--method POST")),
    ]
    other = trace_url(snapshot, url("http://shop.example.com/", "version: one", method="POST"))
    assert [each.match.path for each in other.matches] == ["spec.rules[1]"]


def test_a_rule_of_a_longer_path_wins_whatever_header_is_given() -> None:
    """The length of a path counts before headers: `HTTPRouteRule.Matches`."""
    wanting = {"matches": [{"headers": [{"name": "version", "value": "two"}]}], "backendRefs": [backend()]}
    longer = {"matches": [{"path": {"type": "PathPrefix", "value": "/cart"}}], "backendRefs": [backend()]}
    snapshot = cluster(gateway(), gateway_class(), route(rules=[wanting, longer]), WEB)
    matches = trace_url(snapshot, url("http://shop.example.com/cart")).matches
    assert [(each.match.path, each.wins, each.would_win) for each in matches] == [
        ("spec.rules[1]", True, False),
        ("spec.rules[0]", False, False),
    ]
    (given, _) = trace_url(snapshot, url("http://shop.example.com/cart", "version: two")).matches
    assert (given.match.path, given.wins) == ("spec.rules[1]", True)


def test_only_the_places_for_the_url_are_followed() -> None:
    snapshot = cluster(ingress(path="/cart"), ingress(name="other", host="other.org"), WEB)
    traced = trace_url(snapshot, url("https://shop.example.com/cart"))
    assert [route.title for route in traced.routes] == ["Ingress/shop"]
    (found,) = traced.matches
    assert [each.reference.service_name for each in found.backends] == ["web"]
    assert found.verdict.word == "broken"


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        pytest.param("https://shop.example.com/", False, id="usual-port"),
        pytest.param("https://shop.example.com:8443/", True, id="port-of-the-controller-s-own"),
        pytest.param("http://10.0.0.1/", False, id="address"),
    ],
)
def test_an_ingress_says_nothing_of_ports(written: str, likely: bool) -> None:  # noqa: FBT001 - a case
    (entrance,) = url_matches(cluster(ingress()), url(written))
    assert [each.likely for each in entrance] == [likely]


@pytest.mark.parametrize(
    ("written", "listens"),
    [
        pytest.param("http://shop.example.com/", False, id="protocol"),
        pytest.param("https://shop.example.com:8443/", False, id="port"),
        pytest.param("https://shop.example.com/", True, id="both"),
    ],
)
def test_a_gateway_takes_what_its_listeners_are_for(written: str, listens: bool) -> None:  # noqa: FBT001 - a case
    snapshot = cluster(gateway(listener("https", 443, "HTTPS")), gateway_class(), route())
    assert bool(url_matches(snapshot, url(written))) is listens


def test_a_route_that_does_not_attach_serves_nothing() -> None:
    elsewhere = route(parents=[{"name": "nosuch", "namespace": "infra"}])
    assert url_matches(cluster(gateway(), gateway_class(), elsewhere), url("http://shop.example.com/")) == ()


def test_each_entrance_has_a_winner_of_its_own() -> None:
    snapshot = cluster(ingress(), gateway(), gateway_class(), route(), WEB)
    traced = trace_url(snapshot, url("http://shop.example.com/"))
    assert [(each.match.entrance, each.wins) for each in traced.matches] == [("", True), ("Gateway/edge", True)]


def test_an_expression_is_the_implementation_s_own() -> None:
    match = {"path": {"type": "RegularExpression", "value": "/c[a-z]+"}}
    snapshot = cluster(gateway(), gateway_class(), route(rules=[{"matches": [match], "backendRefs": [backend()]}]))
    ((found,),) = url_matches(snapshot, url("http://shop.example.com/cart"))
    assert found.likely
    assert url_matches(snapshot, url("http://shop.example.com/9")) == ()


@pytest.mark.parametrize(
    ("section", "served"),
    [pytest.param("exact", True, id="the-most-specific"), pytest.param("wild", False, id="another-that-would-do")],
)
def test_one_listener_alone_takes_a_request(section: str, served: bool) -> None:  # noqa: FBT001 - a case
    listeners = listener("wild", hostname="*.example.com"), listener("exact", hostname="shop.example.com")
    attached = route(parents=[{"name": "edge", "namespace": "infra", "sectionName": section}])
    snapshot = cluster(gateway(*listeners), gateway_class(), attached)
    assert bool(url_matches(snapshot, url("http://shop.example.com/"))) is served
    assert bool(url_matches(snapshot, url("http://other.example.com/"))) is not served
