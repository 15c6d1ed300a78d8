"""On what terms a batch is asked for. Pure: checked before anything is uploaded or paid for."""

from __future__ import annotations

from .errors import InvalidArgumentError

DEFAULT_ENDPOINT = "/v1/chat/completions"


def check_terms(
    endpoint: object, completion_window: object, model_id: object, priority: object
) -> None:
    """Refuse what can be no terms of a batch.

    Which endpoints and windows there are changes at the API; only what can be none is refused.

    Raises:
        InvalidArgumentError: The endpoint is no path, the window or the model no text, or the
            priority no whole number.
    """
    if not isinstance(endpoint, str) or not endpoint.startswith("/"):
        raise InvalidArgumentError(
            f"endpoint must be a path like {DEFAULT_ENDPOINT!r}, not {endpoint!r}."
        )
    if not isinstance(completion_window, str) or not completion_window.strip():
        raise InvalidArgumentError(
            f"completion_window must be a str like '24h', not {completion_window!r}."
        )
    if model_id is not None and not (isinstance(model_id, str) and model_id.strip()):
        raise InvalidArgumentError(
            f"model_id must be the name of a model, or None, not {model_id!r}."
        )
    # True is an int to Python, and nobody's priority.
    if priority is not None and (not isinstance(priority, int) or isinstance(priority, bool)):
        raise InvalidArgumentError(f"priority must be an int, or None, not {priority!r}.")
