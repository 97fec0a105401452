// XMPP over WebSocket (RFC 7395), each stanza a frame: an anonymous sign-in, then a room (XEP-0045), whose subject is the last
// that comes to somebody who enters.
#pragma once
#include "speech.h"

#define xmpp_host "localhost"
#define xmpp_room "tea@rooms.localhost"

static Said understand_xmpp(const unsigned char *payload, uint64_t count) {
  if (starts(payload, count, "<message")) return said_message;
  bool ends = starts(payload, count, "<close") || starts(payload, count, "<stream:er");
  return ends ? said_goodbye : said_nothing;
}

static void greet_xmpp(Member *member) {
  write_text(member, "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='" xmpp_host "' version='1.0'/>");
}

static bool has(const unsigned char *payload, size_t count, const char *what) {
  return memmem(payload, count, what, strlen(what)) != NULL;
}

static void enter_xmpp(Member *member) {
  write_text(member,
             "<presence xmlns='jabber:client' to='" xmpp_room "/bench %05d'>"
             "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>",
             member->index);
}

static void go_on_xmpp(Member *member, const unsigned char *payload, size_t count) {
  if (starts(payload, count, "<failure") || has(payload, count, "type='error'") || starts(payload, count, "<close")) {
    fail_at("XMPP refused", payload, count);
  }
  if (starts(payload, count, "<stream:features")) {
    if (member->step++ == 0) write_text(member, "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>");
    else write_text(member, "<iq xmlns='jabber:client' type='set' id='bind'>"
                            "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>");
  }
  if (starts(payload, count, "<success")) greet_xmpp(member);
  if (starts(payload, count, "<iq") && has(payload, count, "urn:ietf:params:xml:ns:xmpp-bind")) enter_xmpp(member);
  if (starts(payload, count, "<message") && has(payload, count, "<subject")) member->stage = joined;
}

static void say_xmpp(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body) {
  (void)ref;
  write_text(member,
             "<message xmlns='jabber:client' type='groupchat' to='" xmpp_room "' id='%x-%llx'><body>%s</body></message>", run,
             (unsigned long long)number, body);
}

static const Language xmpp = {.name = "xmpp",
                              .protocol = "xmpp",
                              .understand = understand_xmpp,
                              .greet = greet_xmpp,
                              .go_on = go_on_xmpp,
                              .say = say_xmpp};
