"""Who may manage: one editor password, a signed cookie that says when it ends, and few attempts a minute."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import deque

COOKIE = "wence_editor"
LASTING_SECONDS = 8 * 3600
ATTEMPTS = 10  # wrong passwords in a minute, from anybody


class Editors:
    """Checks the password and the sessions of editors; sessions end with the process.

    Without a password nobody can sign in.
    """

    def __init__(self, password: str | None) -> None:
        self._salt = secrets.token_bytes(16)
        self._secret = secrets.token_bytes(32)
        self._digest = self._hash(password) if password else None
        self._failures: deque[float] = deque(maxlen=ATTEMPTS)
        self._changing = threading.Lock()

    @property
    def open(self) -> bool:
        """Whether a password is set, so that somebody may sign in."""
        return self._digest is not None

    def too_many_attempts(self) -> bool:
        """Whether the next attempt has to wait for a minute."""
        with self._changing:
            return len(self._failures) == ATTEMPTS and time.monotonic() - self._failures[0] < 60

    def sign_in(self, password: str) -> str | None:
        """The token of a new session, None for a wrong password."""
        if self._digest is None or self.too_many_attempts():
            return None
        if not hmac.compare_digest(self._hash(password), self._digest):
            with self._changing:
                self._failures.append(time.monotonic())
            return None
        ends = str(int(time.time()) + LASTING_SECONDS)
        return f"{ends}.{self._signature(ends)}"

    def is_editor(self, token: str | None) -> bool:
        """Whether a token is of a session that was begun here and has not ended."""
        ends, _, signature = (token or "").partition(".")
        if not ends.isascii() or not ends.isdigit() or len(ends) > 12:
            return False
        return hmac.compare_digest(self._signature(ends).encode(), signature.encode()) and int(ends) > time.time()

    def _hash(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode(), salt=self._salt, n=2**14, r=8, p=1)

    def _signature(self, ends: str) -> str:
        return hmac.new(self._secret, ends.encode(), "sha256").hexdigest()
