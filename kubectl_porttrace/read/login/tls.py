"""One TLS context for all connections: the certificate authorities to trust, and the client certificate.

The client library reads the authorities again for every connection, and leaves the user's key in a temporary file until
the program ends.
"""

import ssl
from typing import NoReturn

from urllib3.util.ssl_ import ALPN_PROTOCOLS, create_urllib3_context

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.entries import Cluster
from kubectl_porttrace.read.login.pem import Pem, pem_of


def tls_context(cluster: Cluster, certificate: Pem | None, key: Pem | None) -> ssl.SSLContext:
    """The context for a cluster.

    Args:
        cluster: the kubeconfig's entry, overridden by the flags.
        certificate: the client's, to log in with.
        key: the key that goes with it.

    Raises:
        UnreachableError: an authority, a certificate or a key cannot be used.
    """
    verified = not cluster.insecure_skip_tls_verify
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED if verified else ssl.CERT_NONE)
    # Python 3.13 is stricter about authorities than Go, and kubectl accepts the authorities of older clusters.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    _set_protocols_once(context)
    authority = _authority(cluster)
    if verified:
        _trust(context, authority)
    elif authority is not None:
        # As `k8s.io/client-go/transport/transport.go:TLSConfigFor`: one of the two is a mistake.
        raise UnreachableError(
            "the kubeconfig gives a certificate-authority and says insecure-skip-tls-verify", "keep one of the two"
        )
    if certificate and key:
        _load_client_certificate(context, certificate, key)
    elif certificate or key:
        raise UnreachableError(
            f"there is a client {'certificate without its key' if certificate else 'key without its certificate'}",
            "check client-certificate and client-key in the kubeconfig, or pass both flags",
        )
    return context


def _set_protocols_once(context: ssl.SSLContext) -> None:
    """Leave the protocols as they are from here on.

    urllib3 sets them again for every connection, which frees the bytes that OpenSSL copies for another connection at
    that moment: Python lets other threads run during `SSL_new`. What the server then gets is no protocol's name, and
    it refuses the handshake ("tlsv1 alert decode error").
    """
    context.set_alpn_protocols(ALPN_PROTOCOLS)
    vars(context)["set_alpn_protocols"] = _leave_as_they_are


def _leave_as_they_are(_: object) -> None:
    pass


def _authority(cluster: Cluster) -> Pem | None:
    return pem_of("certificate-authority", cluster.certificate_authority, cluster.certificate_authority_data)


def _trust(context: ssl.SSLContext, authority: Pem | None) -> None:
    if authority is None:
        _trust_system_authorities(context)
        return
    try:
        if authority.file:
            context.load_verify_locations(cafile=authority.file)
        else:
            # Only what is around the certificates, a comment, may be written in other letters.
            context.load_verify_locations(cadata=authority.content.decode("ascii", "ignore"))
    except (OSError, ValueError) as error:
        _raise_unusable(authority, error)


def _trust_system_authorities(context: ssl.SSLContext) -> None:
    paths = ssl.get_default_verify_paths()
    if paths.cafile or paths.capath or hasattr(ssl, "enum_certificates"):
        context.load_default_certs()
        return
    # OpenSSL finds nothing where it was built to look: it was built on another system.
    import certifi

    context.load_verify_locations(cafile=certifi.where())


def _load_client_certificate(context: ssl.SSLContext, certificate: Pem, key: Pem) -> None:
    """Python reads them only from files, so what the kubeconfig holds inline is written to a temporary one."""
    with certificate.as_file() as certificate_file, key.as_file() as key_file:
        try:
            # Without a password at hand, OpenSSL would ask for it on the terminal.
            context.load_cert_chain(certificate_file, key_file, password="")
        except (OSError, ValueError) as error:
            _raise_unusable(certificate, error)


def _raise_unusable(pem: Pem, error: OSError | ValueError) -> NoReturn:
    reason = error.reason if isinstance(error, ssl.SSLError) else getattr(error, "strerror", None)
    raise pem.unusable(reason.lower().replace("_", " ") if reason else "it holds no certificate") from error
