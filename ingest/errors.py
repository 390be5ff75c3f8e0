"""The errors of wence. Every message is one line that says what is wrong and what to do.

WenceError                 root; `kind` names it in JSON, `exit_code` is the command's
├── UsageError             a question, option or path that cannot be worked with
│   ├── UnknownDocument    no indexed document has this id
│   └── UnknownClause      the document has no such clause
├── DocumentRefused        a file that cannot become a document (empty, binary, mojibake, unsupported)
├── ConfigurationError     a setting that is missing, malformed or does not fit the index
└── IndexUnusable          the index cannot be read or written
    ├── IndexLocked        another process is writing it
    └── IndexNewer         it was written by a newer version

Not errors but values: nothing found, a refusal, a failed sample, a statement that did not verify.
"""

from __future__ import annotations

from typing import ClassVar


class WenceError(Exception):
    """Root of all errors that are shown to a user as one line."""

    kind: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1


class UsageError(WenceError):
    """The input of a command or request cannot be worked with."""

    kind = "usage"
    exit_code = 2


class UnknownDocument(UsageError):
    """No indexed document has this id."""

    kind = "unknown_document"
    exit_code = 1


class UnknownClause(UsageError):
    """The document has no such clause."""

    kind = "unknown_clause"
    exit_code = 1


class DocumentRefused(WenceError):
    """A file or page cannot become a document; the message says why and what helps."""

    kind = "document_refused"


class ConfigurationError(WenceError):
    """A setting is missing, malformed or does not fit the index."""

    kind = "configuration"


class IndexUnusable(WenceError):
    """The index cannot be opened, read or written."""

    kind = "index_unusable"


class IndexLocked(IndexUnusable):
    """Another process is writing the index."""

    kind = "index_locked"


class IndexNewer(IndexUnusable):
    """The index was written by a newer version of wence."""

    kind = "index_newer"
