/**
 * What a session gets or does over HTTP, and by which methods; `GET` answers HEAD, too. A word behind a colon stands for an id
 * or a name. Everything else that the server answers is the same for everybody: pages, their files, bowls, health.
 */
export const addresses = {
  '/api/session': ['POST'],
  '/api/rooms/:room/export.:kind': ['GET'],
  '/api/rooms/:room/uploads': ['POST'],
  '/api/packs/uploads': ['POST'],
  '/api/uploads/:upload': ['GET', 'PATCH', 'DELETE'],
  '/api/files/:file': ['GET'],
  '/api/files/:file/thumb': ['GET'],
  '/api/cards/:picture': ['GET'],
  '/api/packs/:pack/:version': ['GET'],
  '/api/emoticons/:emoticon': ['GET'],
} as const

export type Address = keyof typeof addresses
export type Method<A extends Address> = (typeof addresses)[A][number]
