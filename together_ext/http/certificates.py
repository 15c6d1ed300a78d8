"""The certificates that servers are trusted by: those that httpx takes, read without it."""

from __future__ import annotations

import os
import ssl

from ..errors import ConfigurationError


def client_context() -> ssl.SSLContext:
    """Return what ``httpx.create_ssl_context()`` does.

    https://www.python-httpx.org/environment_variables/#ssl_cert_file

    Raises:
        ConfigurationError: ``SSL_CERT_FILE`` names no certificates.
    """
    if file := os.environ.get("SSL_CERT_FILE"):
        try:
            return ssl.create_default_context(cafile=file)
        except OSError as error:  # which does not say what it could not read
            raise ConfigurationError(
                f"SSL_CERT_FILE is {file!r}, which cannot be read as certificates: "
                f"{error.strerror or error}."
            ) from None
    if directory := os.environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context(capath=directory)
    import certifi

    return ssl.create_default_context(cafile=certifi.where())
