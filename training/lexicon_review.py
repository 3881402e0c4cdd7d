"""What a reader of the lexicon has put right: the encoder takes a part for the whole, a maker for the thing.

A word with another term is read as that; one with none is told to be unknown, which is better than a bed for
a roadbed.
"""

from __future__ import annotations

#: The terms and the words that mean them; "" is none.
_REVIEWED: tuple[tuple[str, str], ...] = (
    ("airplane", "propjet turboprop twinjet"),
    ("axe", "chopper cleaver"),
    ("basket", "wastebasket workbasket"),
    ("bed", "couchette"),
    ("bench", "banquette"),
    ("boat", "battleship battlewagon destroyer lightship merchantman"),
    ("bush", "tumbleweed"),
    ("cannon", "revolver"),
    ("car", "bookmobile convertible stockcar tractor van"),
    ("cart", "applecart caravan"),
    ("castle", "battlement"),
    ("cauldron", "saucepot"),
    ("chair", "fauteuil"),
    ("chest", "casket coffin lockbox sarcophagus trunk workbox"),
    ("clock", "hourglass sandglass"),
    ("crate", "carton package parcel"),
    ("house", "bookshop bookstore boathouse farmstead flophouse library shop store teahouse teashop"),
    ("house", "toolshed warehouse woodshed"),
    ("lamp", "lampshade sunlamp"),
    ("metal", "steel"),
    ("mug", "wineglass"),
    ("piano", "harpsichord"),
    ("rocket", "torpedo"),
    ("sofa", "chaise"),
    ("stool", "campstool hassock pouf pouffe"),
    ("tower", "belfry"),
    ("tree", "araucaria naboom peepul"),
    ("vase", "flowerpot pottery"),
    # around airplanes, and of them
    ("", "airfield airscrew carrier elevator fanjet flattop fly hydroplane pilot ramjet tailplane"),
    ("", "turbofan wing booster launcher projectile thruster"),
    # food that is drunk, cooked or cut
    ("", "applejack applesauce butternut cabbage charlotte dodger dough groundnut macedoine nectar"),
    ("", "oatcake patty rollmops tea"),
    # what looks like furniture in a word, and rooms
    ("", "back backrest armrest backseat bedcover bedder bedsit bedsitter booth chairlift cockpit"),
    ("", "cotter flatbed handrest headrest leg roadbed saddle seatbelt sleeper upholstery bindery"),
    ("", "binding bookbindery bookend bookstall buffet cardcase counter cover newsroom notecase"),
    ("", "pocketbook stacks buttery cabinetwork fitment larder pantry press saleroom salesroom"),
    ("", "showroom stillroom stockroom storeroom stowage washroom accommodation attic coop lanai"),
    ("", "lodgings loft strongroom vault tableware workbag"),
    # containers that are none, and what is in them
    ("", "buckshot bung case casing jacket mailbox pellet pipe reservoir sandbox waterwheel balloon"),
    ("", "bedroll billfold bladder envelope gasbag grip litterbin poke sheaf wrap wrapper wrapping"),
    ("", "boiler clayware cookfire cooker cookstove herb potentiometer potsherd stove stovepipe"),
    ("", "teaspoon"),
    # around boats, and of them
    ("", "boater boatyard boom dandy gaff gaffsail gig harborage harbourage jigger jiggermast jolly"),
    ("", "keel landlubber lighter luff marina mast oar outboard paddle paddlewheel rigger sail scooter"),
    ("", "shipmate shipping shipway skid skidder slipway smack spanker sweep taffrail ways"),
    # of candles, bells, clocks, drums and guitars
    ("", "bellwort candlenut candlepin candlesnuffer candlewood clockwork dip drumhead drumstick"),
    ("", "fender fingerboard flute harp pricket snuffer ticker"),
    # of weapons and armour, and those who bear them
    ("", "ammo ammunition armament arms artilleryman basilisk battlesight brand bullet caisson"),
    ("", "cannonball cannoneer cartridge cutlery cutter dart foil grenade gunner gunsight gunstock"),
    ("", "longbow pommel sabertooth scabbard shaft sheath slasher slug sticker tuck armor armour"),
    ("", "backplate balaclava beaver bonnethead breastplate brim covering defence defense epauliere"),
    ("", "facing gorget headscarf helmetflower lid plate protection shell shielding"),
    # of vehicles
    ("", "axletree bicycle bike carousel carrousel cartouch cartouche cartwheel chassis cogwheel cycle"),
    ("", "diesel electric engine enginery equipage handwheel machine pusher rig roundabout walker"),
    ("", "wheel"),
    # other tools
    ("", "beetle bolt broomstick bucksaw clincher deadbolt digger ditch dredge drill excavator fretsaw"),
    ("", "gangsaw gimlet hacksaw head jigsaw keyhole knob knuckles latch nail nailhead pinion sawbuck"),
    ("", "shift shovelhead spadefoot spanner staplegun straightedge tack tacker toothpick weld wicket"),
    ("", "wrench ascent climb hop rundle rung spoke step"),
    # of buildings, around them, and those who work there
    ("", "brickwork cantonment casern breastwork defilade dungeon entrenchment fieldwork intrenchment"),
    ("", "munition outwork parapet postern seawall dome factory farmhand farmyard grinder manufactory"),
    ("", "milldam millwheel spicemill steelworks stadium top harbor harbour lookout observatory camper"),
    ("", "campground campsite encampment handrail rail shelterbelt windbreak base footstall lally"),
    ("", "mainstay mortarboard stand barrow bearer cemetery cinerarium columbarium crematorium"),
    ("", "crematory morgue mortician mortuary necropolis sepulture undertaker iceman snowshoe"),
    # rings that are no donuts
    ("", "annulus halo ring sinker hunter"),
    # animals, fruit, moulds and parts of plants
    ("", "anaconda blindworm bushtit crake frog iguana iguanid sapsucker toad toadflax horse woodborer"),
    ("", "calabura calisaya cassia ceibo chaenactis chaulmoogra chichipe coville frijolillo garambulla"),
    ("", "guama hediondilla jagua mahagua majagua mescal mezcal purau scabiosa scabious souari tarweed"),
    ("", "acorn arbor conessi forestay forestiera galbulus leafstalk pinetum suffrutex titi treenail"),
    ("", "twistwood wattle woodsia splitsaw ursinia calamus cocoyam coconut frond guava malacca mango"),
    ("", "papaia papaya rattan tangerine angiosperm broccoli cauliflower corolla cyme cymule dicot"),
    ("", "dicotyledon everlasting exogen florist hip hypanthium inflorescence panicle peduncle perfume"),
    ("", "petal pink pistil potpourri raceme sprig wineberry ascomycete aspergill basidiolichen"),
    ("", "basidiomycete candida dictostylium discina discomycete earthnut gasteromycete gastromycete"),
    ("", "gyromitra lorchel mildew mold monilia mould mycelium myxomycete promycelium pythium"),
    ("", "rhizoctinia rhizopus sciara sciarid sclerotium smut verticillium volva yeast cave diapir"),
    ("", "dirt drop grindstone hill millstone mound rockcress rocker sand stretcher vein whetstone"),
    # things of a material, which say little of it, and makers of it
    ("", "bubble spyglass sunglasses windscreen windshield goldfield backlighting afghan bone"),
    ("", "camelhair eyeshadow gloss leatherback leatherleaf lotion makeup overcoat tattoo graniteware"),
    ("", "marbleisation marbleising marbleization marbleizing marblewood copperware hardware ironware"),
    ("", "magnet metalworks welder comber cord cutwork diaper dungaree elastic fiber fibre filling"),
    ("", "loom material net netting network pleat print scrim serger sheet sheeting smocking web"),
    ("", "webbing weft woof buck cordage handsaw lumbermill saw sawhorse sawmill sternpost stick"),
    ("", "stringer trimmer"),
)  # fmt: skip
REVIEWED = {word: term for term, words in _REVIEWED for word in words.split()}
