/**
 * The named ways to say no. A refused command stored nothing and never will. `later` refusals carry `retry_after_ms`;
 * `http` is the status of the same refusal on an HTTP route.
 */
export const refusals = {
  bad_json: { retry: 'never', http: 400 },
  bad_text: { retry: 'never', http: 400 },
  bad_field: { retry: 'never', http: 400 },
  unknown_type: { retry: 'never', http: 404 },
  version_unsupported: { retry: 'never', http: 400 },
  hello_first: { retry: 'never', http: 400 },
  login_first: { retry: 'never', http: 401 },
  already_logged_in: { retry: 'never', http: 409 },
  not_found: { retry: 'never', http: 404 },
  forbidden: { retry: 'never', http: 403 },
  banned: { retry: 'never', http: 403 },
  refused: { retry: 'never', http: 403 },
  closed: { retry: 'never', http: 403 },
  name_invalid: { retry: 'never', http: 422 },
  name_taken: { retry: 'never', http: 409 },
  empty: { retry: 'never', http: 422 },
  too_long: { retry: 'never', http: 422 },
  expired: { retry: 'never', http: 409 },
  too_many: { retry: 'never', http: 409 },
  too_large: { retry: 'never', http: 413 },
  wrong_kind: { retry: 'never', http: 415 },
  bad_picture: { retry: 'never', http: 422 },
  quota_full: { retry: 'never', http: 413 },
  wrong_offset: { retry: 'never', http: 409 },
  too_slow: { retry: 'later', http: 408 },
  client_id_conflict: { retry: 'never', http: 409 },
  rate_limited: { retry: 'later', http: 429 },
  busy: { retry: 'later', http: 503 },
  storage_full: { retry: 'later', http: 507 },
  unavailable: { retry: 'later', http: 503 },
  draining: { retry: 'later', http: 503 },
  internal: { retry: 'never', http: 500 },
} as const satisfies Record<string, { retry: 'never' | 'later'; http: number }>

export type RefusalCode = keyof typeof refusals

/** What travels with a refusal besides its code. Each is present only where it says something. */
export type RefusalDetail = {
  /** bad_field: the name of the field. name_taken, of a pack: which name. */
  field?: string
  /** too_long: the bound, in characters. too_large, quota_full: in bytes. bad_picture: of `what`. too_many: how many there may be. expired: milliseconds that it was possible. */
  limit?: number
  /** wrong_offset: bytes that are here. */
  offset?: number
  /** quota_full: whose share is used up. bad_picture: what is too much, or that it cannot be read. */
  what?: 'person' | 'room' | 'house' | 'pixels' | 'side' | 'frames' | 'time' | 'broken'
  /** name_taken: a name that is free now. */
  suggestion?: string
  /** refusals of kind `later`: when to try again. */
  retry_after_ms?: number
  /** internal: the id under which the log tells more. */
  id?: string
  /** version_unsupported: the versions that the server speaks. */
  supported?: readonly number[]
}

export type RefusalBody = { code: RefusalCode } & RefusalDetail
