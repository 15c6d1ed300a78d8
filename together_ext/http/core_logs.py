"""httpcore's log, without what is a permission.

At DEBUG it writes down the head of each answer, and in it the ``Location`` with a presigned URL:
who reads the log could fetch the file, or write in its place. This library's own sockets log
nothing of the kind; clients of the caller's, event loops and proxies go through httpcore.
"""

from __future__ import annotations

import logging
import re

# As repr shows a header: (b'Location', b'https://host/path?signature'), with the other quotes where
# there is a ' in it.
_QUERY = re.compile(
    r"""(\(b'location', b(['"])(?:\\.|(?!\2)[^?\\])*\?)(?:\\.|(?!\2)[^\\])*""", re.IGNORECASE
)
_LOGGERS = ("httpcore.http11", "httpcore.http2")


class _Hide(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str):
            record.msg = _QUERY.sub(r"\1...", record.msg)
        return True


_hide = _Hide()


def hide_signatures() -> None:
    """Have httpcore log where redirects lead without the query. Once or often is the same."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_hide)
