"""Checks the text and the seed that a user gives, before a model is looked for."""

from __future__ import annotations

import secrets
import unicodedata

from core.errors import PromptError, SeedError

MAX_PROMPT_CHARACTERS = 1000
SEED_LIMIT = 2**63


def check_prompt(text: str) -> str:
    """Check a prompt and tidy its white space.

    Args:
        text: what the user wrote.

    Returns:
        It in Unicode NFC, with single spaces for line breaks, tabs and runs of spaces.

    Raises:
        PromptError: it says nothing, is over 1,000 characters, or has control characters in it.
    """
    tidy = " ".join(unicodedata.normalize("NFC", text).split())
    if len(tidy) > MAX_PROMPT_CHARACTERS:
        raise PromptError(
            f"the prompt is too long: {MAX_PROMPT_CHARACTERS:,} characters at most, got {len(tidy):,}",
            "say it in fewer words",
        )
    if not any(character.isalnum() for character in tidy):
        raise PromptError(
            f"the prompt is empty: expected words, got {tidy[:20]!a}",
            'say what to make, for example "a red wooden barrel"',
        )
    for place, character in enumerate(tidy, 1):
        if unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co"):
            code = f"U+{ord(character):04X}"
            raise PromptError(
                f"expected text, got the control character {code} at position {place} of the prompt",
                "type the prompt anew instead of pasting it",
            )
    return tidy


def check_seed(seed: int | None) -> int:
    """Check a seed, or draw one.

    Args:
        seed: 0 to 2⁶³ - 1; None draws one below 2³², short enough to be typed again.

    Raises:
        SeedError: it is negative or too large.
    """
    if seed is None:
        return secrets.randbelow(2**32)
    if not 0 <= seed < SEED_LIMIT:
        raise SeedError(
            f"expected a seed from 0 to {SEED_LIMIT - 1}, got {seed}",
            "choose another, or leave it out to have one drawn",
        )
    return seed
