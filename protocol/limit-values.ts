/**
 * The bounds of the wire, with the defaults of an installation. Times are milliseconds, sizes bytes, text is counted by
 * `characters` (text.ts). What a client must know is told in the hello; a server may be configured to other values.
 */
/** One command on the socket; a larger frame closes with 1009. */
export const commandBytes = 64 * 1024
export const jsonDepth = 16
export const jsonKeys = 64
export const bodyChars = 4_000
export const nameChars = 32
export const roomNameChars = 48
/** People whom one message may mention. */
export const mentions = 20
/** An author may change a message for so long after it was posted, and so often. */
export const editMs = 24 * 60 * 60_000
export const edits = 30
/** An author may take a message back, as if it had not been meant, for so long; delete it at any time. */
export const recallMs = 2 * 60_000
export const reactionKinds = 20
/** People whom a state names with a kind of reaction; beyond them it only counts. */
export const listedReactors = 20
export const pins = 50
/** Messages that one `message.get` may ask for. */
export const askedMessages = 50
/** Most lines in a page of history, most events in one of a resume. */
export const pageEvents = 500
/** Most bytes in one frame or page that the server sends. */
export const frameBytes = 64 * 1024
/** Lines that a first visit is shown. */
export const snapshotEvents = 50
/** A people list is sent whole up to here; above it only counts travel. */
export const listedPeople = 500
/** Who is writing is not told in larger rooms. */
export const typingPeople = 100
/** People of a room whose writing is remembered and told: three are named, oneself is not shown, one more is several. */
export const typists = 5
/** One file, and the files of one message. */
export const fileBytes = 25 * 1024 * 1024
export const messageFiles = 10
/** Bytes that one request of an upload carries. */
export const sliceBytes = 1024 * 1024
export const fileNameChars = 128
export const altChars = 500
/** Steps of the picture of a voice. */
export const waveSteps = 64
/** How long a voice may be said to be. */
export const voiceMs = 60 * 60_000
export const galleryFiles = 50
/** A picture: more is refused before it is decoded (T-39). */
export const pixels = 40_000_000
export const pictureSide = 16_384
export const pictureFrames = 200
/** Links of a message that are shown as cards. */
export const cards = 3
export const cardTitleChars = 120
export const cardTextChars = 240
export const packs = 50
export const packPictures = 200
export const packTitleChars = 48
/** One picture of a pack, as it is stored. */
export const packPictureBytes = 512 * 1024
/** Different emoticons in one message. */
export const emoticons = 20
/** Writing is said at most so often, and holds for so long. */
export const typingEveryMs = 3_000
export const typingShownMs = 6_000
export const joinedRooms = 128
export const topicChars = 250
/** People of a private chat, oneself too. */
export const chatPeople = 20
/** Members of a private room. */
export const members = 1_000
/** People who are banned from a room. */
export const bans = 5_000
/** Rooms on one's own list. */
export const listedRooms = 200
/** … of those into which others have put one, and one has not come yet: the newest are kept. */
export const waitingRooms = 50
/** People whom one ignores or refuses. */
export const markedPeople = 500
/** Mentions that are counted, of a person in a room. */
export const countedMentions = 100
/** @all is for rooms of so many people, once in so long a time; its owner always may. */
export const mentionAllPeople = 1_000
export const mentionAllEveryMs = 5 * 60_000
/** Notices in a page of history, rooms in a page of the directory, people in one of members. */
export const pageNotices = 100
export const pageRooms = 50
export const pageMembers = 200
/** Hits in a page of search. */
export const searchHits = 50
export const searchChars = 200
/** Words and phrases of one search. */
export const searchWords = 16
export const helloMs = 5_000
export const heartbeatMs = 25_000
export const silentMs = 60_000
