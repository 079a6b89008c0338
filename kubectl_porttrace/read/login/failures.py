"""Why a server could not be reached, in one sentence with a hint."""

import ssl
from collections.abc import Iterator

from urllib3 import exceptions

from kubectl_porttrace.errors import UnreachableError

_CERTIFICATE_HINT = "check certificate-authority in the kubeconfig, or pass --certificate-authority FILE"


def unreachable(server: str, error: Exception) -> UnreachableError:
    """The failure of a request.

    Args:
        server: the URL of the server that was asked.
        error: what urllib3 raised.
    """
    chain = tuple(causes(error))
    refused = next((each for each in chain if isinstance(each, ssl.SSLError)), None)
    if any(isinstance(each, exceptions.ProxyError) for each in chain):
        return UnreachableError(
            f"the proxy on the way to {server} refuses the connection: {_cause(chain)}",
            "check proxy-url in the kubeconfig, HTTPS_PROXY and NO_PROXY",
        )
    if refused is not None:
        return _tls(server, refused)
    if any(isinstance(each, exceptions.NameResolutionError) for each in chain):
        return UnreachableError(f"the host of {server} has no address", "check the name, the DNS and the VPN")
    if any(isinstance(each, exceptions.NewConnectionError) for each in chain):
        return UnreachableError(
            f"{server} cannot be reached: {_cause(chain)}", "check that the cluster runs, and the network and the VPN"
        )
    if any(isinstance(each, exceptions.TimeoutError) for each in chain):
        return too_slow(server)
    return UnreachableError(f"the connection to {server} broke during an answer: {_cause(chain)}", "try again")


def too_slow(server: str) -> UnreachableError:
    """The failure of a server that takes longer than it may."""
    return UnreachableError(
        f"{server} did not answer in time", "check the network and the VPN; --request-timeout 1m waits longer"
    )


def not_kubernetes(server: str, saw: str) -> UnreachableError:
    """The failure of a server that answers, but is no Kubernetes API server."""
    return UnreachableError(
        f"{server} does not answer as a Kubernetes API server: {saw}", "check server in the kubeconfig, or --server"
    )


def _tls(server: str, error: ssl.SSLError) -> UnreachableError:
    if isinstance(error, ssl.SSLCertVerificationError):
        wrong_name = "mismatch" in error.verify_message
        hint = "pass --tls-server-name NAME if the certificate is right" if wrong_name else _CERTIFICATE_HINT
        return UnreachableError(f"the certificate of {server} is refused: {error.verify_message.rstrip('.')}", hint)
    reason = (error.reason or str(error)).lower().replace("_", " ")
    return UnreachableError(f"no TLS connection to {server}: {reason}", "check the server's port and the certificates")


def causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and all it was made of: urllib3 keeps the cause in `reason`, in its arguments or as `__cause__`."""
    waiting: list[BaseException] = [error]
    seen: list[BaseException] = []
    while waiting:
        each = waiting.pop(0)
        if each in seen:
            continue
        seen.append(each)
        yield each
        inner = (getattr(each, "reason", None), getattr(each, "original_error", None), each.__cause__, *each.args)
        waiting += [one for one in inner if isinstance(one, BaseException)]


def _cause(chain: tuple[BaseException, ...]) -> str:
    """The operating system's words where there are some, else the innermost exception's."""
    told = next((each.strerror for each in chain if isinstance(each, OSError) and each.strerror), None)
    return (told or str(chain[-1])).lower()
