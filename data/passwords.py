"""Passwords: argon2id hashes, and what makes a password too easy to guess."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from geo.errors import Problem
from geo.words import N_

SHORTEST, LONGEST = 10, 200
FEWEST_DIFFERENT = 5
COMMON = frozenset({"1234567890", "0123456789", "qwertyuiop", "password123", "administrator", "longwanggang"})

_HASHER = PasswordHasher()
_AT_ONCE = BoundedSemaphore(4)
"""One hash takes 64 MiB: many logins at once must not take the memory of the machine."""


def hash_password(password: str) -> str:
    """The argon2id hash with its salt and parameters."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_password(stored: str, password: str) -> bool:
    """Whether the password is the one of the hash. Without a hash ("") it takes just as long and is not."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(stored or _nobodys(), password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(stored)


def check_password(password: str, name: str) -> list[Problem]:
    """Why a password is not good enough for the account of this name."""
    if not SHORTEST <= len(password) <= LONGEST:
        values = {"shortest": SHORTEST, "longest": LONGEST}
        return [Problem(N_("密码需要 {shortest} 到 {longest} 个字符"), None, "password", values=values)]
    plain = password.casefold()
    if len(set(password)) < FEWEST_DIFFERENT or plain in COMMON or name.casefold() in plain:
        return [Problem(N_("密码太容易猜到:请勿重复少数字符、使用常见密码或包含账户名"), None, "password")]
    return []


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody")
