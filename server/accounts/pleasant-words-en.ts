/** A mood, a light, a place or a stuff. None may hurt beside any creature of the list below. */
export const imagesEn = words(`
  quiet gentle calm mellow merry cheerful kindly patient thoughtful graceful nimble steady curious dreamy
  serene tranquil peaceful restful hopeful joyful jolly sunny breezy misty dewy snowy starry moonlit
  sunlit starlit lamplit candlelit twilight dawn morning evening midsummer springtime autumn winter summer harvest april
  june october daybreak sunrise sunset moonrise noonday northern southern eastern western coastal alpine lakeside riverside hillside
  seaside woodland meadow orchard garden harbor island valley canyon prairie tundra glacier mountain river brook
  creek willow maple cedar birch juniper cypress bamboo lotus jasmine magnolia camellia lavender lilac clover
  heather bracken ivy fern mossy leafy thistle saffron cinnamon vanilla honey maplewood rosewood sandalwood
  amber jade opal pearl coral topaz garnet sapphire emerald turquoise silver golden copper bronze
  velvet linen silken woolen paper porcelain crystal lantern lighthouse compass ribbon feather melody sonnet lyric
  violin cello piano flute harp waltz lullaby ballad echo whisper rainbow cloud breeze zephyr monsoon
  drizzle snowfall aurora comet stellar lunar solar cosmic nebula meteor orbit horizon voyage wandering roaming
  gliding soaring drifting dancing singing humming whistling reading painting sailing skating brave bold noble loyal
  clever witty bright radiant gleaming glowing shining sparkling twinkling lucid vivid verdant evergreen azure indigo
  teal cobalt mint sage basil oolong earl matcha chai peppermint chamomile primrose
`)

/** No creature whose name is used to scold somebody. */
export const creaturesEn = words(`
  heron egret crane stork ibis spoonbill swan swallow swift martin lark skylark nightingale robin wren
  finch goldfinch chaffinch bullfinch greenfinch siskin linnet sparrow bunting warbler goldcrest nuthatch treecreeper thrush redstart
  bluebird oriole tanager cardinal waxwing kingfisher hummingbird hoopoe starling magpie bluejay raven dove
  partridge pheasant peacock plover lapwing sandpiper curlew avocet dunlin godwit tern kittiwake puffin petrel
  albatross pelican penguin gannet cormorant osprey falcon kestrel merlin hawk eagle harrier owl macaw
  parakeet cockatiel lorikeet toucan flamingo emu kiwi pipit dipper fox lynx ocelot serval leopard
  cheetah panther lion tiger jaguar puma caracal otter stoat marten badger hedgehog squirrel chipmunk dormouse
  marmot hare pika capybara chinchilla koala wombat wallaby kangaroo panda bear lemur meerkat deer elk
  moose caribou reindeer gazelle antelope oryx ibex impala alpaca vicuna bison yak horse pony
  zebra giraffe okapi seal dolphin porpoise narwhal orca seahorse starfish nautilus cuttlefish octopus
  salmon trout sturgeon minnow angelfish clownfish marlin swordfish manta salamander gecko iguana
  butterfly monarch dragonfly damselfly firefly ladybird honeybee bumblebee cricket cicada grasshopper scallop phoenix griffin
`)

function words(list: string): readonly string[] {
  return list.trim().split(/\s+/)
}
