# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Errors that the low-level client raises by itself."""


class UnexpectedStatus(Exception):
    """The server answered with a status that the spec does not list.

    Raised only where the client was made with `raise_on_unexpected_status=True`.
    """

    def __init__(self, status_code: int, content: bytes) -> None:
        self.status_code = status_code
        self.content = content
        super().__init__(
            f"status {status_code} is not in the spec; the body starts {content[:200]!r}"
        )


__all__ = ["UnexpectedStatus"]
