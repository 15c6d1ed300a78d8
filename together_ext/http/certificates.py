"""The certificates that servers are trusted by: those that httpx takes, read without it."""

from __future__ import annotations

import os
import ssl


def client_context() -> ssl.SSLContext:
    """Return what ``httpx.create_ssl_context()`` does.

    https://www.python-httpx.org/environment_variables/#ssl_cert_file
    """
    if file := os.environ.get("SSL_CERT_FILE"):
        return ssl.create_default_context(cafile=file)
    if directory := os.environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context(capath=directory)
    import certifi

    return ssl.create_default_context(cafile=certifi.where())
