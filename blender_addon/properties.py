"""What the artist sets: one group on the scene."""

# Blender reads the annotations themselves: `from __future__ import annotations` would hide them.
# pyright: reportInvalidTypeForm=false

import bpy
from bpy.props import EnumProperty, IntProperty, StringProperty


class PropsmithSettings(bpy.types.PropertyGroup):
    """The prop that is asked for."""

    prompt: StringProperty(
        name="Prompt",
        description="The prop in a few words: what it is, its colour and what it is made of",
        options=set(),
    )
    quality: EnumProperty(
        name="Quality",
        description="How long the engine may work on it",
        items=(
            ("draft", "Draft", "A quick look, well under a minute"),
            ("standard", "Standard", "For the game, a few minutes"),
            ("high", "High", "For close-ups, the longest"),
        ),
        default="draft",
        options=set(),
    )
    seed: IntProperty(
        name="Seed",
        description="The same words with the same seed give the same prop; another seed gives another one",
        default=0,
        min=0,
        options=set(),
    )
