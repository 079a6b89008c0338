"""What a rule of an HTTPRoute or a GRPCRoute asks of a request, and whether one meets it.

Source: `gateway-api/apis/v1/httproute_types.go:HTTPRouteMatch`.
"""

import msgspec

from kubectl_porttrace.model.http_request import HttpRequest
from kubectl_porttrace.model.referrers.gateway_route import MethodMatch, NamedMatch, PathMatch, RouteMatch
from kubectl_porttrace.model.regular_expression import fully_matches
from kubectl_porttrace.model.request_paths import elements, path_covers

EXPRESSION = "RegularExpression"


class Met(msgspec.Struct, frozen=True):
    """What a match makes of a request.

    Attributes:
        needs: what was not given and is wanted, as the flags that give it; with nothing of it the match is met.
        likely: whether that is up to the implementation: an expression decides, or it is not understood here.
    """

    needs: tuple[str, ...] = ()
    likely: bool = False


def met(match: RouteMatch, target: HttpRequest) -> Met | None:
    """What a match makes of a request; None where the request is another one than it wants.

    Of a header that stands several times the first counts, as of a parameter. Without a method, GET is asked.
    """
    path = match.path or PathMatch()
    headers, parameters = dict(reversed(target.headers)), dict(reversed(target.query))
    given = [(each, headers.get(each.name.lower())) for each in match.headers]
    answers = [_path_is(path, target.path), *(_is(each, value) for each, value in given if value is not None)]
    answers += [_is(each, parameters.get(each.name)) for each in match.query_params]
    method = match.method if isinstance(match.method, str) else ""
    other = bool(method) and method != (target.method or "GET")
    if False in answers or (other and target.method):
        return None
    needs = [f"--header '{each.name}: {each.value}'" for each, value in given if value is None]
    needs += [f"--method {method}"] if other else []
    expressions = (path.type, *(each.type for each in (*match.headers, *match.query_params)))
    return Met(tuple(needs), EXPRESSION in expressions)


def met_by_call(match: RouteMatch, target: HttpRequest) -> Met | None:
    """What a match of a GRPCRoute makes of a request: a call has the path `/service/method`, and is sent by POST.

    Source: `gateway-api/apis/v1/grpcroute_types.go:GRPCRouteMatch`, `GRPCMethodMatch`.
    """
    called = elements(target.path)
    if len(called) != len(("service", "method")) or target.method not in {"", "POST"}:
        return None
    wanted = match.method if isinstance(match.method, MethodMatch) else MethodMatch()
    headers = dict(reversed(target.headers))
    given = [(each, headers.get(each.name.lower())) for each in match.headers]
    answers = [_is(each, value) for each, value in given if value is not None]
    for written, word in zip((wanted.service, wanted.method), called, strict=True):
        answers.append(not written or _is(NamedMatch(value=written, type=wanted.type), word))
    if False in answers:
        return None
    needs = [f"--header '{each.name}: {each.value}'" for each, value in given if value is None]
    needs += [] if target.method else ["--method POST"]
    return Met(tuple(needs), EXPRESSION in {wanted.type, *(each.type for each in match.headers)})


def _path_is(path: PathMatch, requested: str) -> bool | None:
    if path.type == EXPRESSION:
        return fully_matches(path.value, requested)
    return path_covers(path.value, "Exact" if path.type == "Exact" else "Prefix", requested)


def _is(wanted: NamedMatch, value: str | None) -> bool | None:
    if value is None:
        return False
    return fully_matches(wanted.value, value) if wanted.type == EXPRESSION else wanted.value == value
