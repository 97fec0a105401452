/**
 * The bounds of the wire, with the defaults of an installation. Times are milliseconds, sizes bytes, text is counted by
 * `characters` (text.ts). What a client must know is told in the hello; a server may be configured to other values.
 */
export const limits = {
  /** One command on the socket; a larger frame closes with 1009. */
  commandBytes: 64 * 1024,
  jsonDepth: 16,
  jsonKeys: 64,
  bodyChars: 4_000,
  nameChars: 32,
  roomNameChars: 48,
  /** People whom one message may mention. */
  mentions: 20,
  /** An author may change a message for so long after it was posted, and so often. */
  editMs: 24 * 60 * 60_000,
  edits: 30,
  /** An author may take a message back, as if it had not been meant, for so long; delete it at any time. */
  recallMs: 2 * 60_000,
  reactionKinds: 20,
  /** People whom a state names with a kind of reaction; beyond them it only counts. */
  listedReactors: 20,
  pins: 50,
  /** Messages that one `message.get` may ask for. */
  askedMessages: 50,
  /** Most lines in a page of history, most events in one of a resume. */
  pageEvents: 500,
  /** Most bytes in one frame or page that the server sends. */
  frameBytes: 64 * 1024,
  /** Lines that a first visit is shown. */
  snapshotEvents: 50,
  /** A people list is sent whole up to here; above it only counts travel. */
  listedPeople: 500,
  /** Who is writing is not told in larger rooms. */
  typingPeople: 100,
  /** People of a room whose writing is remembered and told: three are named, oneself is not shown, one more is several. */
  typists: 5,
  /** One file, and the files of one message. */
  fileBytes: 25 * 1024 * 1024,
  messageFiles: 10,
  /** Bytes that one request of an upload carries. */
  sliceBytes: 1024 * 1024,
  fileNameChars: 128,
  altChars: 500,
  /** Steps of the picture of a voice. */
  waveSteps: 64,
  /** How long a voice may be said to be. */
  voiceMs: 60 * 60_000,
  galleryFiles: 50,
  /** A picture: more is refused before it is decoded (T-39). */
  pixels: 40_000_000,
  pictureSide: 16_384,
  pictureFrames: 200,
  /** Links of a message that are shown as cards. */
  cards: 3,
  cardTitleChars: 120,
  cardTextChars: 240,
  packs: 50,
  packPictures: 200,
  packTitleChars: 48,
  /** One picture of a pack, as it is stored. */
  packPictureBytes: 512 * 1024,
  /** Different emoticons in one message. */
  emoticons: 20,
  /** Writing is said at most so often, and holds for so long. */
  typingEveryMs: 3_000,
  typingShownMs: 6_000,
  joinedRooms: 128,
  topicChars: 250,
  /** People of a private chat, oneself too. */
  chatPeople: 20,
  /** Members of a private room. */
  members: 1_000,
  /** People who are banned from a room. */
  bans: 5_000,
  /** Rooms on one's own list. */
  listedRooms: 200,
  /** … of those into which others have put one, and one has not come yet: the newest are kept. */
  waitingRooms: 50,
  /** People whom one ignores or refuses. */
  markedPeople: 500,
  /** Mentions that are counted, of a person in a room. */
  countedMentions: 100,
  /** @all is for rooms of so many people, once in so long a time; its owner always may. */
  mentionAllPeople: 1_000,
  mentionAllEveryMs: 5 * 60_000,
  /** Notices in a page of history, rooms in a page of the directory, people in one of members. */
  pageNotices: 100,
  pageRooms: 50,
  pageMembers: 200,
  /** Hits in a page of search. */
  searchHits: 50,
  searchChars: 200,
  /** Words and phrases of one search. */
  searchWords: 16,
  helloMs: 5_000,
  heartbeatMs: 25_000,
  silentMs: 60_000,
} as const
