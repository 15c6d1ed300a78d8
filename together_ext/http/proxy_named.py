"""The proxy that the environment names for a URL, for errors: it may be what cannot be reached."""

from __future__ import annotations

from urllib.parse import urlsplit

from .. import origins


def proxy_named(url: str) -> str | None:
    """Return the proxy for a URL, fit to be shown; None where it is to be asked directly.

    Which one was asked only httpx knows, and a client of the caller's own may ask another or none.
    """
    from urllib.request import getproxies, proxy_bypass  # 20 ms, when something has failed

    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    return origins.without_query(proxy if "://" in proxy else f"http://{proxy}")
