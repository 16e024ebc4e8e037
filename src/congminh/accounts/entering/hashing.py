"""Argon2 at a cost that many can sign in at: half the memory of Django's default, on one core (OWASP asks for less)."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """46 MiB and one lane: eight who sign in at the same moment take 0.4 GB of a process, not 0.8."""

    time_cost = 2
    memory_cost = 46 * 1024
    parallelism = 1
