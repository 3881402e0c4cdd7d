"""A prompt that has been read: what is carried from the order to the model, so that nobody reads it twice."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.models.sidecar import Vocabulary
from core.prompts.checks import check_prompt
from core.prompts.parser import ParsedPrompt, parse_prompt


@dataclass(frozen=True)
class Prompt:
    """A prompt, checked and read in a model's own terms.

    Attributes:
        text: from check_prompt.
        parsed: what it says in the vocabulary's terms; None for a model of free text.
        vocabulary: of the model; None with parsed.
    """

    text: str
    parsed: ParsedPrompt | None = None
    vocabulary: Vocabulary | None = field(default=None, repr=False)

    @property
    def notes(self) -> tuple[str, ...]:
        """A short sentence for each word that is read as another, or left out."""
        return self.parsed.notes if self.parsed else ()

    def caption(self, seed: int | None = None, shape_shown: bool = False) -> str:
        """Put the prompt as the model was taught to read it.

        Args:
            seed: what chooses between the usual colours, and between the designs that the model was taught,
                where the prompt names none; None to leave both open, as where a picture says it.
            shape_shown: a shape says which design it is.
        """
        if self.parsed is None or self.vocabulary is None:
            return self.text
        if seed is None:
            return self.parsed.caption
        return self.parsed.choose_look(seed, self.vocabulary, shape_shown)


def read_prompt(text: str, vocabulary: Vocabulary | None) -> Prompt:
    """Check a prompt and read it in a model's own terms.

    Args:
        text: what the user wrote.
        vocabulary: of the model; None for one of free text.

    Raises:
        PromptError: it is no prompt; see core.prompts.checks.check_prompt.
        VocabularyError: the model knows no prop in it, or more than one.
    """
    text = check_prompt(text)
    if vocabulary is None:
        return Prompt(text)
    return Prompt(text, parse_prompt(text, vocabulary), vocabulary)
