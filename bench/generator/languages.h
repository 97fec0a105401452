// All that can be spoken.
#pragma once
#include "speech-mqtt.h"
#include "speech-posted.h"
#include "speech-teahouse.h"
#include "speech-xmpp.h"

static const Language *find_language(const char *name) {
  static const Language *all[] = {&bare, &teahouse, &engine, &posted, &xmpp, &mqtt_0, &mqtt_1};
  for (size_t at = 0; at < sizeof all / sizeof *all; at++) {
    if (strcmp(all[at]->name, name) == 0) return all[at];
  }
  fail("nobody speaks %s", name);
}
