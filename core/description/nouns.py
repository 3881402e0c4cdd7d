"""Nouns that are no kind's name: those that mean one ("throne" is a chair), and those that are only near.

A thing that is a sort of a kind is read as it, and the user is told. A thing that is merely like one is never
put in its place: the error names what is near. Both tables were written by hand, and checked against the
hyponyms of WordNet 3.0; for nouns of neither, the encoder's lexicon (training.lexicon) says what is near.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Mapping
from pathlib import Path

from core.description.tables import read_list, read_table

LEXICON = Path(__file__).parents[1] / "prompts" / "lexicon.json"


@functools.cache
def sorts_of_kinds() -> Mapping[str, str]:
    """Return each noun, or phrase, that is a sort of some kind → what it is read as: a kind and its shape."""
    return {noun: meant for meant, nouns in read_table(_SORTS) for noun in nouns}


def nearest_kinds(nouns: Collection[str], kinds: Collection[str]) -> tuple[str, ...]:
    """Return the kinds that are nearest in meaning to what some words say, the nearest first; () for none.

    Args:
        nouns: words and phrases, the one that says most first.
        kinds: names to choose from.
    """
    near, lexicon = near_nouns(), None
    for noun in nouns:
        found = near.get(noun)
        if found is None:
            lexicon = lexicon or _read_lexicon()
            found = (lexicon[noun],) if lexicon.get(noun) else ()
        found = tuple(kind for kind in found if kind in kinds)
        if found:
            return found
    return ()


@functools.cache
def near_nouns() -> Mapping[str, tuple[str, ...]]:
    """Return nouns for things that are no kind → the kinds that they are near to, the nearest first."""
    found: dict[str, tuple[str, ...]] = {}
    for near, nouns in read_table(_NEAR):
        for noun in nouns:
            found[noun] = tuple(dict.fromkeys((*found.get(noun, ()), *read_list(near))))
    return found


@functools.cache
def _read_lexicon() -> Mapping[str, str]:
    return json.loads(LEXICON.read_text(encoding="utf-8"))


#: Kind, with words for its shape before it: nouns for it.
_SORTS = """
table: coffee table, writing desk, escritoire, secretaire, worktable, end table, trestle table, picnic
    table, card table, school desk
chair: armchair, throne, rocking chair, recliner, wingchair, highchair, deckchair, fauteuil, easy chair
stool: campstool, tuffet, piano stool, taboret, tabouret
bench: settle, banquette, workout bench
bed: bunk bed, cot bed, daybed, futon, bunkbed
canopied bed: four poster, four poster bed, canopy bed
sofa: chesterfield, davenport, divan, love seat, couches, sofabed, sofa bed
bookshelf: shelves, shelving, bookshelves, etagere, book case, book shelf, shelf unit
wardrobe: clothespress, cabinet, locker, clothes closet, cupboards, larder cupboard
barrel: hogshead, firkin, tun, wine cask, water butt, powder keg, rain barrel
crate: packing box, soapbox
chest: trunk, footlocker, sea chest, toy chest, hope chest, treasure box, storage chest, war chest, lockbox
bottle: phial, decanter, carafe, hipflask, ampoule, potion bottle, demijohn, flacon, magic potion
mug: stein, teacup, coffee cup, beer mug, tea cup, coffee mug, drinking cup
vase: flower vase
bucket: milk pail
basket: breadbasket, punnet, creel, pannier, laundry basket, fruit basket, picnic basket, bushel basket
cauldron: caldron, witches cauldron, witch cauldron
sack: gunnysack, sandbag, flour sack, potato sack, money bag, moneybag, loot bag, tote bag
sword: rapier, gladius, excalibur, epee, backsword, shortsword, bastard sword, arming sword, sabre sword
broad sword: broadsword, greatsword, claymore, zweihander, great sword
curved sword: katana, scimitar, sabre, saber, cutlass, falchion, shamshir, yataghan, cutlas
axe: tomahawk, broadaxe, battleaxe, poleaxe, felling axe, axes, handaxe, wood axe
double-headed axe: double axe, labrys, double bladed axe
shield: pavise, heater shield
round shield: buckler, targe, viking shield
pointed shield: kite shield
spiked mace: spiked club
mace: morningstar
cannon: howitzer, carronade, ship cannon, field gun
helmet: bascinet, basinet, sallet, morion, armet, headpiece, great helm, heaume
horned helmet: viking helmet
hammer: maul, gavel, warhammer, war hammer, blacksmith hammer
clawed hammer: claw hammer, clawhammer
anvil: blacksmith anvil, blacksmiths anvil
pickaxe: pickax, pick axe
shovel: snow shovel, coal shovel, entrenching tool
folding ladder: stepladder, step ladder
key: latchkey, passkey, master key, chest key
apple: crabapple, crab apple, granny smith, red delicious
pumpkin: halloween pumpkin
carved pumpkin: jack o lantern, jackolantern, pumpkin lantern
cake: cheesecake, cupcake, fruitcake, sponge cake, layered cake
tiered cake: wedding cake, layer cake
donut: cruller
tree: oak, oak tree, maple, maple tree, birch tree, beech, beech tree, elm, elm tree, willow, willow tree,
    ash tree, alder, aspen, poplar, sycamore, chestnut tree, apple tree, cherry tree, linden, walnut tree,
    hawthorn, rowan, baobab, banyan, acacia, eucalyptus, plane tree, pear tree, plum tree, lemon tree,
    orange tree, fruit tree, dead tree, birch, hazel tree, lime tree, cherry blossom tree, teak tree
fir tree: pine, fir, spruce, larch, conifer, pine tree, fir tree, spruce tree, christmas tree, cedar, cedar
    tree, cypress, cypress tree, yew, yew tree, juniper, evergreen, redwood, sequoia, hemlock
palm tree: date palm, fan palm, palms, royal palm
mushroom: fly agaric, morel, chanterelle, shiitake, toadstools, portobello, fungi
cactus: cholla, nopal, peyote, prickly pear
bush: rosebush, topiary, bramble, boxwood
flowering bush: rose bush, rhododendron, azalea
flower: rose, lily, poppy, orchid, daffodil, carnation, dahlia, peony, marigold, lotus, bluebell, buttercup,
    dandelion, chrysanthemum, magnolia, hyacinth, hydrangea, petunia, pansy, anemone, wildflower, iris
    flower, crocus
daisy flower: daisy, sunflower, marguerite, gerbera, aster
tulip flower: tulip
stump: cut stump, tree stub
rock: stone, meteorite, outcrop, stones, rocks
round rock: pebble, cobble stone
crystal: gem, ruby, emerald, sapphire, amethyst, topaz, diamond, crystals, geode, mana crystal, jewel
snowman: snow man, snowwoman
house: bungalow, farmhouse, lodge, villa, shack, hovel, chalet, home, log cabin, manor, mansion, homestead,
    dwelling, townhouse, guesthouse
tower: belfry, minaret, bell tower, watch tower, guard tower, clock tower, wizard tower, campanile, steeple
castle: fort, chateau, palace, keep
windmill: gristmill, wind mill
tent: marquee, big top
pointed tent: tepee, teepee, tipi
well: draw well, drinking well
lighthouse: pharos
fence: palisade, paling, fencing, stockade, balustrade
gravestone: grave stone, tomb stone, head stone, grave marker
signpost: sign, road sign, guide post, fingerpost, sign post, waymarker
pillar: colonnette
street lamp: street lantern, lamp post, gas lamp, lampposts, street lights
lamp: floor lamp, reading lamp, night lamp
lantern: storm lantern, storm lamp, railway lantern, camping lantern
paper lantern: chinese lantern
candle: taper, tealight, votive candle, rushlight, tallow candle
three-armed candle: candelabra, candelabrum
car: sedan, limousine, jeep, taxi, coupe, hatchback, race car, sports car, racing car, police car, muscle
    car, suv, saloon car, auto, racecar, taxicab, minicar
open car: convertible, roadster, cabriolet
boat: canoe, kayak, gondola, barge, ferry, trawler, fishing boat, speedboat, motorboat, lifeboat, coracle,
    dory, punt, vessel, warship, ferryboat
rowing boat: rowboat, row boat
sailing boat: sailboat, sailing ship, yacht, galleon, schooner, sloop, frigate, pirate ship, caravel, viking
    ship, longship, catamaran, junk ship, tall ship, clipper
steam boat: steamboat, steamship, tugboat, tug, paddle steamer, ocean liner
cart: trolley, handcarts, oxcart, ox cart, donkey cart, mine cart, minecart, shopping cart, barrow, hay
    cart, rickshaw, tumbril, dray, hay wagon, covered wagon, market cart
airplane: monoplane, seaplane, bomber, propeller plane, planes, glider, warplane, passenger plane
double-winged airplane: biplane
jet airplane: jet, airliner, jetliner, fighter jet, jumbo jet, jet plane, jet fighter
rocket: spacecraft, starship, missile, moon rocket, space rocket
guitar: bass guitar, uke, gittern
drum: bongo, snare drum, bass drum, timpani, tabor, kettledrum, bongo drum, taiko
goblet drum: djembe
upright piano: spinet
grand piano: baby grand, concert grand
bell: cowbell, handbell, school bell, ship bell, sleigh bell, dinner bell, jingle bell
book: diary, journal, grimoire, notebook, textbook, bible, dictionary, encyclopedia, encyclopaedia, magic
    book, ledger, spell book, almanac, paperback, hardback, volume, codex, handbook
clock: wall clock, mantel clock, mantelpiece clock, pendulum clock
grandfather clock: longcase clock
robot: automaton, cyborg, mech, humanoid robot, bot
teapot: teakettle, coffeepot, coffee pot
"""

#: Kinds, the nearest first: nouns for things that are like them, and none of them.
_NEAR = """
table: altar, counter, bar counter, lectern, podium, pool table, tabletop, countertop, pulpit, easel
table, wardrobe: nightstand, bedside cabinet, night table, bedside table, vanity, dressing table
wardrobe, chest: dresser, bureau, sideboard, chest of drawers, drawer, drawers, commode, credenza, tallboy,
    filing cabinet, safe, fridge, refrigerator, vending machine
chair: wheelchair, car seat, saddle, high chair, rocker
stool: ottoman, pouf, pouffe, hassock, footrest
sofa, bed: chaise, chaise longue, lounge, daybed sofa
bed: mattress, hammock, cradle, crib, bassinet, sleeping bag, stretcher, bunkhouse
bookshelf: rack, weapon rack, wine rack, display case, showcase, spice rack
barrel, bucket: tub, vat, bathtub, trough, oil drum, dustbin, trash can, garbage can, bin, dumpster, churn,
    water tank, rubbish bin, cistern
crate, chest: package, parcel, carton, toolbox, pallet, cargo, container, suitcase, briefcase, cage, gift,
    present, shipping container, gift box, jewelry box, jewellery box, music box, mailbox, postbox,
    letterbox
chest: coffin, casket, sarcophagus, reliquary, ark, vault, lock box
sack: backpack, rucksack, satchel, knapsack, purse, handbag, wallet, luggage, duffel, pillow, quiver
mug: goblet, chalice, tumbler, beaker, wineglass, glass, grail, pint, drinking horn, bowl, wine glass,
    drinking glass
vase, bottle: jug, pitcher, ewer, flagon, pot jar, cruet, canteen, waterskin
vase: flowerpot, planter, pottery, flower pot, plant pot, plantpot, chamber pot, ashtray, bust, pot
cauldron: pot, pan, cooking pan, saucepan, frying pan, stew, stove, stew pot, wok, firepit, fire pit
cauldron, lantern: brazier, censer
basket: birdcage, nest, bird nest, net, cradle basket
sword: dagger, knife, machete, dirk, stiletto, bayonet, lance, weapon, trident, sickle, foil, kunai, shiv,
    scabbard, sheath, throwing knife, letter opener, sai, dart, scalpel, spear
axe, sword: halberd, polearm, glaive, scythe, cleaver, spear, pike, naginata, meat cleaver
axe, hammer: adze, chisel, tool, crowbar, saw, wrench, screwdriver, pliers, handsaw
mace: club, flail, cudgel, staff, wand, sceptre, scepter, baseball bat, truncheon, nunchaku, baton
cannon: gun, pistol, rifle, musket, catapult, ballista, trebuchet, mortar, artillery, blunderbuss, revolver,
    shotgun, machine gun, handgun, siege engine, weapon, tank, turret gun, crossbow
helmet: hat, cap, crown, mask, hood, tiara, headdress, armour, armor, gauntlet, breastplate, cuirass, visor,
    top hat, wizard hat, witch hat, diving helmet, suit of armor, suit of armour
shield: armour, armor, breastplate, banner, coat of arms, crest, suit of armor, suit of armour, plaque
shovel: rake, hoe, trowel, pitchfork, spoon, scoop, broom, ladle, oar, paddle, garden tool, mop
pickaxe: ice pick, ice axe, crowbar, pick hammer, drill, grappling hook
ladder: stairs, staircase, steps, stepping stool, rope ladder, scaffolding, stairway, trellis
anvil: forge, vice, vise, bellows, blacksmith forge
key: lock, padlock, keyhole, keyring, key ring
apple: fruit, tomato, peach, pear, plum, lemon, orange, cherry, strawberry, apricot, pomegranate, quince,
    mango, nectarine, kiwi, egg, banana
pumpkin: melon, watermelon, cabbage, marrow, coconut, aubergine, eggplant, courgette, zucchini, lettuce
carrot: turnip, parsnip, radish, beetroot, potato, corn, leek, vegetable, onion, garlic, cucumber, chili,
    pepper
cake: pie, muffin, pastry, bread, cookie, biscuit, pancake, cheese, loaf, tart, pudding, brownie, sandwich,
    burger, pizza, croissant, loaf of bread, ice cream
donut: bagel, bun, pretzel, ring cake, tyre, tire
tree: bonsai, sapling tree, forest, branch, leaf, treehouse, tree house, wood log
bush: plant, fern, hedge, grass, ivy, vine, houseplant, potted plant, hedgerow, shrubbery, reeds,
    tumbleweed, clover, moss patch, bamboo plant, herb, nettle
cactus: succulent, aloe, agave, aloe vera
flower: bouquet, flowerbed, wreath, herb, clover, petal, posy, water lily, lavender, violet, thistle,
    garland
stump: log, fallen log, trunk of a tree, firewood, driftwood log, tree trunk, fallen tree, woodpile,
    chopping block, root
rock: cliff, asteroid, mountain, hill, meteor, cave, ore, island, gravel, stalagmite, stalactite, coal lump,
    volcano, lava rock, boulder pile
rock, pillar: menhir, standing stone, monolith, stonehenge, cairn, dolmen, runestone, rune stone
crystal: ice, icicle, pearl, orb, crystal ball, jewellery, jewelry, amulet, prism, necklace, ring
snowman: scarecrow, igloo, ice sculpture, snow fort, gingerbread man, teddy bear, doll
house: barn, shed, church, chapel, temple, tavern, inn, shop, store, stable, warehouse, greenhouse,
    dollhouse, building, school, town hall, monastery, farm, garage, outhouse, doghouse, kennel, birdhouse,
    market stall, treehouse, tree house, igloo, cathedral, abbey, pagoda, shrine, hospital, village, saloon,
    brothel, hall
tower: skyscraper, spire, silo, cathedral, pagoda, pyramid, oil rig, water tower, chimney, ziggurat, minar,
    radio mast
castle: sandcastle, sand castle, gatehouse, drawbridge, city wall, rampart, temple, dungeon, bridge,
    bastion, battlement
windmill: wind turbine, watermill, water mill, water wheel, waterwheel, weathervane, weathercock, pinwheel,
    sawmill
tent: yurt, wigwam, canopy, umbrella, parasol, awning, gazebo, market stall, stall, market tent
well: fountain, water pump, pump, cistern, birdbath, bird bath, water trough, font
lighthouse: beacon, watchfire, searchlight, buoy
fence: gate, wall, barrier, barricade, guardrail, hurdle, portcullis, trellis, iron gate, railings, hedge
gravestone: tomb, mausoleum, crypt, memorial, monument, obelisk, cross, stele, stela, cemetery, graveyard,
    epitaph
signpost: billboard, noticeboard, notice board, milestone, traffic sign, street sign, traffic light,
    mailbox, flagpole, flag, bulletin board, crossroads sign, weather vane, banner, blackboard
pillar: obelisk, totem, totem pole, pedestal, plinth, statue, sculpture, post, monument, bollard, arch,
    archway, statuette, colonnade, pylon, portal, buttress
street lamp: traffic light, lamp stand, telephone pole, light pole, bollard light, spotlight, floodlight
lamp: lampshade, light, light bulb, lightbulb, chandelier, flashlight, torchlight, bulb, ceiling light,
    torchiere, neon sign
candle, lantern: torch, sconce, wall torch, menorah, candle stand, chandelier, oil burner
car: van, truck, lorry, bus, tractor, motorcycle, motorbike, vehicle, ambulance, fire truck, tram, train,
    locomotive, bicycle, bike, go kart, scooter, tank, bulldozer, forklift, steam train, quad bike, pickup
    truck, hovercraft, digger, excavator
cart: carriage, wheelbarrow, stagecoach, coach, chariot, sleigh, sled, sledge, trailer, pram, caravan, horse
    carriage, train car, railcar, plough, plow, wheel barrow
boat: raft, submarine, surfboard, anchor, paddle, ark ship, buoy, aircraft carrier, shipwreck, dock
airplane: helicopter, drone, airship, zeppelin, hot air balloon, blimp, balloon, kite, hang glider, bird,
    parachute, gyrocopter
rocket: satellite, ufo, flying saucer, torpedo, firework, space station, spaceship interior, space shuttle,
    shuttle, bomb, bullet, space probe, rover, telescope
guitar: banjo, mandolin, violin, cello, fiddle, harp, sitar, viola, double bass, lyre, balalaika, trumpet,
    saxophone, flute, trombone, bagpipes, instrument
drum: tambourine, cymbal, gong, drum kit, xylophone, maraca, metronome, bass drum kit
piano: organ, harpsichord, keyboard, accordion, synthesizer, clavichord, xylophone, jukebox, pipe organ
bell: gong, chime, doorbell, wind chime, whistle, horn, siren
book: scroll, map, letter, newspaper, magazine, parchment scroll, treasure map, page, tablet, card, spell,
    painting, photograph, papyrus scroll
clock: watch, wristwatch, pocket watch, hourglass, sundial, timer, stopwatch, compass, barometer, metronome,
    astrolabe, speedometer
robot: golem, humanoid, mannequin, statue of a man, astronaut, drone robot, knight, action figure, puppet
teapot: samovar, watering can, creamer, coffee maker, percolator, gravy boat
"""

#: Nouns for things that nothing here is near to, so that none is taken for an adjective or a misspelling.
THINGS = frozenset(
    read_list("""
    skull, skeleton, bone, bones, campfire, bonfire, fire, fireplace, flame, dragon, horse, dog, cat, bird,
    fish, cow, pig, sheep, wolf, bear, lion, elephant, goblin, orc, troll, zombie, ghost, vampire, wizard,
    witch, knight, soldier, man, woman, child, person, king, queen, monster, creature, animal, spider,
    snake, frog, turtle, human, character, hero, villain, face, hand, foot, eye, heart, brain, body, door,
    window, bridge, road, path, street, floor, ceiling, room, kitchen, bedroom, bathroom, dungeon, forest,
    river, lake, sea, ocean, sky, cloud, sun, moon, star, planet, galaxy, city, town, village, computer,
    laptop, phone, telephone, television, tv, radio, camera, monitor, printer, microphone, headphones,
    mirror, rug, carpet, curtain, curtains, towel, shirt, trousers, dress, shoe, shoes, boot, boots, sock,
    glove, gloves, coat, jacket, belt, cape, cloak, ring, necklace, bracelet, coin, coins, money, bow,
    arrow, arrows, rope, chain, hook, nail, screw, gear, engine, pipe, wheel, ball, football, die, dice,
    chessboard, chess, pawn, trophy, medal, flag, balloon, toy, doll, kite, swing, slide, trampoline,
    swingset, sink, bath, shower, oven, stove, furnace, loom, spindle, mill, water, cheese, meat, ham,
    steak, soup, salad, rice, egg, eggs, sushi, taco, sausage, hotdog
    """)
)
