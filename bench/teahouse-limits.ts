/**
 * The limits that stand in the way of one machine that plays a thousand people. All else is as installed; the report
 * prints these. Nothing here switches a check off: each is still counted, its bound is only higher.
 */
export const raisedLimits: Readonly<Record<string, string>> = {
  LIMIT_MESSAGES_BURST: '1000000',
  LIMIT_MESSAGES_PER_SECOND: '1000000',
  LIMIT_COMMANDS_BURST: '1000000',
  LIMIT_COMMANDS_PER_SECOND: '1000000',
  LIMIT_FLOOD_PER_SECOND: '1000000',
  LIMIT_CONNECTIONS_PER_ADDRESS: '1000000',
  LIMIT_PENDING_PER_ADDRESS: '1000000',
  LIMIT_GUESTS_PER_ADDRESS_BURST: '1000000',
  LIMIT_GUESTS_PER_ADDRESS_PER_MINUTE: '1000000',
  LIMIT_GUESTS_PER_NET_BURST: '1000000',
  LIMIT_GUESTS_PER_NET_PER_MINUTE: '1000000',
  LIMIT_REQUESTS_BURST: '1000000',
  LIMIT_REQUESTS_PER_SECOND: '1000000',
  LIMIT_CONNECTIONS_PER_PERSON: '1000000',
}
