"""Log books of locks and mills, put together from hand-written sentences by a generator of numbers that is the same everywhere.

Whole sentences come from a deck, so that none is said twice in one book; short phrases are drawn freely."""

MONTHS = [("January", 31), ("February", 28), ("March", 31), ("April", 30), ("May", 31), ("June", 30),
          ("July", 31), ("August", 31), ("September", 30), ("October", 31), ("November", 30), ("December", 31)]

WINTER, SPRING, SUMMER, AUTUMN = range(4)
SEASON = (WINTER, WINTER, SPRING, SPRING, SPRING, SUMMER, SUMMER, SUMMER, AUTUMN, AUTUMN, AUTUMN, WINTER)


class Draw:
    """Linear congruential numbers (Knuth's MMIX constants)."""

    def __init__(self, seed):
        self.state = seed
        self.decks = {}

    def below(self, limit):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % limit

    def of(self, options):
        return options[self.below(len(options))]

    def deal(self, cards):
        """A card that has not been dealt before, or nothing once all have been."""
        deck = self.decks.setdefault(id(cards), list(cards))
        return deck.pop(self.below(len(deck))) if deck else None


SKY = {
    WINTER: ["Hard frost", "Grey and still", "Sleet from the north", "Bright and bitter", "Rain all night", "Snow, boot deep", "A thaw", "Ice in the mouth"],
    SPRING: ["Mild, with showers", "A thin east wind", "Warm at last", "Fog, then sun", "Steady rain", "Blackthorn frost", "A drying day", "Swallows back"],
    SUMMER: ["Hot and still", "Thunder about", "Fine, light wind", "Close, with flies", "Dry again", "Heavy dew", "Clear and warm", "A welcome shower"],
    AUTUMN: ["Leaves in the by-wash", "Gale in the night", "Soft and golden", "Fog all day", "Heavy rain", "First frost", "Wind from the south", "Red sky early"],
}
LEVEL = ["Level {how}.", "The pound {how}.", "Gauge {how} at seven.", "Read {how} before eight."]
HOW = ["at the mark", "one inch up", "one inch down", "two inches up", "two inches down", "three inches down", "four inches down", "half an inch up"]
NUMBER = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve", "Fourteen"]
BOATS = ["{n} up, {m} down.", "{n} boats up and {m} down.", "{n} up. Only {m} down.", "{n} and {m}."]

DONE = ["Ran a paddle for twenty minutes to bring the pound up.", "Let off at the weir until dinner time.", "Greased the paddle gear on the towpath side.",
        "Tightened the strap on the heel post.", "Swept the coping and sanded the steps.", "Cleared the grille: branches, a football and {odd}.",
        "Painted one balance beam, black, with a white end.", "Cut back the brambles from the ladder.", "Changed the rope on the life-ring.",
        "Sounded the chamber with the pole and brought up {odd}.", "Put in a new pawl in place of the worn one.", "Walked as far as the bridge. The bank is dry.",
        "Re-set two copings that had lifted.", "Counted the stop planks. All nine are in the rack.", "Wrote up the boat counts and posted them to the office.",
        "Oiled the hinges of the hut, which had begun to sing.", "Dug a drip out of the side pond with a trowel and patience.", "Sawed up a fallen willow for the stove.",
        "Filled a rabbit hole in the bank with clay and a firm word.", "Sharpened the scythe, and did the far side before breakfast.",
        "Raked weed off the tail bay, enough to fill a barrow six times.", "Tarred the bottom of the punt and some of myself.",
        "Set a brick back that a child had been keeping for a pet.", "Took the sluice apart, found nothing, put it together, and now it works."]
ODD = ["a kettle", "one boot", "a bull's sign", "three tent pegs", "a deckchair", "a bicycle wheel", "a string of onions", "the lid of a piano", "a hat",
       "half a cricket bat", "a garden gnome", "a pram", "an anchor, of all things"]

NAMES = ["Kestrel", "Mary Pask", "Slow Coach", "Second Wind", "Marigold", "Teasel", "Wandering Star", "Dunlin", "Bramble", "Plum Pudding", "Halcyon",
         "Rosie Lee", "Merry Thought", "Quarter Day", "Sandpiper", "Blue Anchor", "Pilgrim", "Tortoise", "Nutmeg"]
EVENTS = ["{boat} came in too fast and kissed the top gate. No harm done but to pride.", "{boat} had her rudder on the cill for a moment. Dropped the paddles, filled, tried again, all well.",
          "A crew of children worked {boat} through while the grown-ups drank tea. Best of the day.", "{boat} lost a windlass in the chamber. Lent them one, and it came back.",
          "{boat} waited twenty minutes for the heron.", "The steerer of {boat} asked the way to the sea. Told him to turn round.", "{boat} was short of water above, so two lockfuls went down for her.",
          "Somebody aboard {boat} left a cake on the beam.", "Pulled {boat} off the mud with the long line.", "{boat} had something round her propeller: a sleeping bag, as it turned out.",
          "Kingfisher twice, upstream both times.", "An otter crossed the tail of the lock in broad daylight, as if it had a licence.", "The swan is sitting. Moved the sign further along.",
          "A school party of thirty counted the gates aloud and made it five.", "An old gentleman stood for an hour. He had come through here with his father, he said, in forty-eight.",
          "The vicar's dog fell in and was got out. The vicar was got in and fell out.", "A jar of plums has been left on the step.", "A visitor asked where we keep the pumps.",
          "The lamp in the hut failed; used the other one.", "Two walkers lost. They had been following the wrong water.", "The post came by boat, since the lane was flooded.",
          "Heard an owl at noon, and so did the cat.", "A wedding went through at three, with bells on the tiller.", "The engineer came, listened to the gate, and went away satisfied.",
          "Nobody came at all, and I read a book about whales.", "Found a heron's feather and put it behind the clock.", "Taught a girl of nine the round turn. She taught me a card trick.",
          "Two anglers, one perch, much discussion.", "A man photographed the paddle gear for an hour and never looked up.", "The milk froze on the step and lifted its hat."]


def lock_book(place, keeper, month, seed):
    draw = Draw(seed * 1000 + month)
    name, days = MONTHS[month]
    lines = [f"LOCK LOG: {place}", f"{name}. Kept by {keeper}.", ""]
    for day in range(1 + draw.below(2), days + 1, 2):
        lines += [f"{day} {name}. " + " ".join(sentence for sentence in lock_day(draw, SEASON[month]) if sentence), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def lock_day(draw, season):
    yield draw.of(SKY[season]) + "."
    yield draw.of(LEVEL).format(how=draw.of(HOW))
    if season == WINTER:
        yield draw.of(["No boats.", "One boat.", "Nothing moved.", "One up, none down."])
    else:
        yield draw.of(BOATS).format(n=draw.of(NUMBER), m=draw.of(NUMBER).lower())
    if draw.below(4):
        yield said(draw, DONE)
    if draw.below(3):
        yield said(draw, EVENTS)


def said(draw, cards):
    sentence = draw.deal(cards)
    return sentence and sentence.format(odd=draw.of(ODD), boat=draw.of(NAMES))


GRAIN = ["wheat", "soft wheat", "rye", "oats", "spelt", "barley for the hens"]
FARMS = ["Ogle's", "the Bishop's farm", "Sallow Grange", "Upper Pelling", "Coldharbour", "Marrow Hill"]
STONES = ["The east pair ran sweet.", "The west pair ran a little warm, so I opened them by a quarter turn.", "East pair. The meal was broad and cool.",
          "West pair, and the bran came off like leaves.", "The grey stones for once.", "Both French pairs together, which the wheel does not love.",
          "Stones close and willing.", "Backed the runner off a hair after the first sack, and then another hair.", "The west stones talk a little; they will want dressing by the end of the month.",
          "Ground slowly, because slowly was what the water had."]
WATER = ["Pond full at the start, three inches down at the end.", "Low water; stopped at noon so that the lock below should have its share.", "Plenty of water. Tail race high, so the wheel waded a little.",
         "The keeper asked for the hatch at eleven. Stopped, and waited for half an hour.", "The launder was running over with leaves. Raked it.", "Good head of water all morning.",
         "Ice on the buckets until nine, and the wheel threw it about like crockery.", "A pike looked out of the leat and went home.", "Half a hatch was enough.",
         "The pond fell faster than it should. Found the sluice board warped, and turned it over."]
MILL_EVENTS = ["The damsel sang.", "A cog of the great spur wheel cracked; put in one of the spare applewood ones and waxed it.", "Bucket seventeen has lost a board.", "The cat had four kittens in the bran.",
               "Forty visitors. One of them was a miller from elsewhere and said nothing, with respect.", "The bakery sent the boat for twelve sacks.",
               "An apprentice rubbed the meal and said that it was too fine before I did.", "Greased the gudgeons and the neck bearing.", "Found a mouse in the shoe. It left.",
               "A child asked what turns the water.", "Tested the magnet: one splinter, mine.", "New sack chain. It runs quieter than the old one, and I miss the noise.",
               "Checked the bells on the hoppers. All ring.", "A swallow has built on the tentering beam, so nobody is to sneeze.", "Mended the sack hoist with a bootlace until the proper cord comes.",
               "The archivist wanted the weights in the old measure. Gave her both."]


def mill_book(mill, miller, months, seed):
    draw = Draw(seed)
    lines = [f"GRINDING BOOK: {mill}", f"Kept by {miller}.", ""]
    for month in months:
        name, days = MONTHS[month]
        for day in range(2 + draw.below(3), days + 1, 7):
            lines += [f"{day} {name}. " + " ".join(sentence for sentence in mill_day(draw) if sentence), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def mill_day(draw):
    yield f"{draw.of(NUMBER)} sacks of {draw.of(GRAIN)} from {draw.of(FARMS)}."
    yield draw.deal(STONES)
    yield draw.deal(WATER)
    yield draw.deal(MILL_EVENTS)


def log_books():
    keepers = [("Ombersey, Lock 1", "Corin Wells"), ("Bishop's Stair, Locks 5 to 7", "Silas Thornbeck"), ("Pelling Top, Lock 14", "Nell Quick")]
    files = {}
    for month in range(12):
        place, keeper = keepers[month % 3]
        files[f"lock-log-{month + 1:02d}.txt"] = lock_book(place, keeper, month, 17)
    files["grinding-book-spring.txt"] = mill_book("Tansy Mill", "Bram Tolliver", (2, 3), 101)
    files["grinding-book-summer.txt"] = mill_book("Tansy Mill", "Bram Tolliver", (5, 6, 7), 102)
    files["grinding-book-sixpenny.txt"] = mill_book("Sixpenny Mill", "the junior apprentice", (8, 9), 104)
    return {name: text.encode("utf-8") for name, text in files.items()}
