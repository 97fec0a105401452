// MQTT 3.1.1 over WebSocket: each packet is a binary frame. One topic; with QoS 1 the broker acknowledges what is published
// and each reader what it gets.
#pragma once
#include "speech.h"

// Of one sign, so that the packet's number lies within the bytes that a sink looks at.
enum { mqtt_topic = 'r', mqtt_number_at = 5 };

static void write_packet(Member *member, const unsigned char *packet, size_t count) {
  write_frame(member, 2, (const char *)packet, count);
}

static Said understand_mqtt(const unsigned char *payload, uint64_t count) {
  (void)count;
  return payload[0] >> 4 == 3 ? said_message : said_nothing;
}

// Keep-alive is off: nothing but messages is on the wire. With QoS 1 the broker keeps for a reader what it misses.
static void connect_mqtt(Member *member, bool is_kept) {
  unsigned char packet[32] = {0x10, 0, 0, 4, 'M', 'Q', 'T', 'T', 4, is_kept ? 0 : 2, 0, 0, 0, 11};
  snprintf((char *)packet + 14, sizeof packet - 14, "bench-%05d", member->index);
  packet[1] = 14 - 2 + 11;
  write_packet(member, packet, 14 + 11);
}

static void greet_mqtt_0(Member *member) { connect_mqtt(member, false); }

static void greet_mqtt_1(Member *member) { connect_mqtt(member, true); }

static void subscribe_mqtt(Member *member, unsigned char qos) {
  unsigned char packet[] = {0x82, 6, 0, 1, 0, 1, mqtt_topic, qos};
  write_packet(member, packet, sizeof packet);
}

static void go_on_mqtt(Member *member, const unsigned char *payload, size_t count, unsigned char qos) {
  if (count == 4 && payload[0] == 0x20) {
    if (payload[3] != 0) fail("MQTT refused with %d", payload[3]);
    subscribe_mqtt(member, qos);
  } else if (count == 5 && payload[0] == 0x90) {
    if (payload[4] != qos) fail("MQTT subscribed with %d", payload[4]);
    member->stage = joined;
  }
}

static void go_on_mqtt_0(Member *member, const unsigned char *payload, size_t count) {
  go_on_mqtt(member, payload, count, 0);
}

static void go_on_mqtt_1(Member *member, const unsigned char *payload, size_t count) {
  go_on_mqtt(member, payload, count, 1);
}

static void publish_mqtt(Member *member, const char *body, unsigned char qos, unsigned number) {
  unsigned char packet[2 + 3 + 2 + 120] = {(unsigned char)(0x30 | qos << 1), 0, 0, 1, mqtt_topic};
  size_t at = 5, length = strlen(body);
  if (length > 120) fail("a body of %zu bytes", length);
  if (qos) packet[at++] = (unsigned char)(number >> 8), packet[at++] = (unsigned char)number;
  memcpy(packet + at, body, length);
  packet[1] = (unsigned char)(at - 2 + length);
  write_packet(member, packet, at + length);
}

static void say_mqtt_0(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body) {
  (void)ref, (void)run, (void)number;
  publish_mqtt(member, body, 0, 0);
}

static void say_mqtt_1(Member *member, uint64_t ref, uint32_t run, uint64_t number, const char *body) {
  (void)ref, (void)run;
  publish_mqtt(member, body, 1, (unsigned)(number % 0xffff) + 1);
}

static void acknowledge_mqtt(Member *member, const unsigned char *payload) {
  if ((payload[0] & 6) == 0) return;
  unsigned char packet[] = {0x40, 2, payload[mqtt_number_at], payload[mqtt_number_at + 1]};
  write_packet(member, packet, sizeof packet);
}

static const Language mqtt_0 = {.name = "mqtt-0",
                                .protocol = "mqtt",
                                .understand = understand_mqtt,
                                .greet = greet_mqtt_0,
                                .go_on = go_on_mqtt_0,
                                .say = say_mqtt_0};
static const Language mqtt_1 = {.name = "mqtt-1",
                                .protocol = "mqtt",
                                .understand = understand_mqtt,
                                .greet = greet_mqtt_1,
                                .go_on = go_on_mqtt_1,
                                .say = say_mqtt_1,
                                .take = acknowledge_mqtt};
