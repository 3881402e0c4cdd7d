"""The props that the pocket model is taught, by family; CLASSES has them all."""

from core.pocket.props import (
    buildings,
    containers,
    food,
    furniture,
    instruments,
    lights,
    nature,
    plants,
    street,
    things,
    tools,
    vehicles,
    weapons,
)
from core.pocket.props.prop import PropClass

#: In this order: the places of classes in labels and the held-out pairs hang on it.
CLASSES: dict[str, PropClass] = {
    **furniture.CLASSES,
    **containers.CLASSES,
    **weapons.CLASSES,
    **tools.CLASSES,
    **food.CLASSES,
    **plants.CLASSES,
    **nature.CLASSES,
    **buildings.CLASSES,
    **street.CLASSES,
    **lights.CLASSES,
    **vehicles.CLASSES,
    **instruments.CLASSES,
    **things.CLASSES,
}
