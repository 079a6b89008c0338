"""Which requests a path of an Ingress or an HTTPRoute is for.

Source: `k8s.io/api/networking/v1/types.go:PathType`; `gateway-api/apis/v1/httproute_types.go:PathMatchType`.
"""


def path_covers(pattern: str, path_type: str | None, path: str) -> bool:
    """Whether a path of an Ingress is for the path of a request.

    `Prefix` compares element by element: `/foo` is for `/foo`, `/foo/` and `/foo/bar`, and not for `/foobar`.
    `ImplementationSpecific` is up to the controller, and taken for a prefix here, as most do.
    """
    if path_type == "Exact":
        return pattern == path
    wanted = elements(pattern)
    return elements(path)[: len(wanted)] == wanted


def router_path_covers(written: str, path: str) -> bool:
    """Whether the path of an OpenShift Route is for the path of a request: to the end of an element, unless it says so.

    Source: `openshift/router/pkg/router/template/util/util.go:GenerateRouteRegexp`.
    """
    if not written.rstrip("/") or path == written:
        return True
    return path.startswith(written if written.endswith("/") else f"{written}/")


def elements(path: str) -> list[str]:
    """What stands between the slashes of a path."""
    return [element for element in path.split("/") if element]
