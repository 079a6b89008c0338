"""Run before the program: set the environment variables that it has where it is installed with pip."""

import os
import sys


def restore_library_path() -> None:
    """Restore LD_LIBRARY_PATH, which the launcher sets for itself and has read by now.

    Credential plugins are children of this process: they must not load the libraries of the archive.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if before:
        os.environ["LD_LIBRARY_PATH"] = before


def find_certificates() -> None:
    """Name the system's certificates, which OpenSSL would look for where the building machine has them.

    They matter for servers whose kubeconfig names no certificate authority. Source: the order of Go's
    `crypto/x509/root_linux.go`, so that kubectl and this program trust the same.
    """
    if "SSL_CERT_FILE" in os.environ or "SSL_CERT_DIR" in os.environ:
        return
    for path in (
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls/cacert.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ):
        if os.path.exists(path):  # noqa: PTH110 - pathlib would be loaded for this alone
            os.environ["SSL_CERT_FILE"] = path
            return


if sys.platform != "win32":
    restore_library_path()
    find_certificates()
