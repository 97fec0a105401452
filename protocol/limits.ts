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
  /** Most events in a page of history or resume. */
  pageEvents: 500,
  /** Most bytes in one frame or page that the server sends. */
  frameBytes: 64 * 1024,
  /** Events that a first visit is shown. */
  snapshotEvents: 50,
  /** A people list is sent whole up to here; above it only counts travel. */
  listedPeople: 500,
  joinedRooms: 128,
  helloMs: 5_000,
  heartbeatMs: 25_000,
  silentMs: 60_000,
} as const
