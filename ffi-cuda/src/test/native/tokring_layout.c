/* Prints every constant of tokring.h that is part of the ring's contract, one per line. */
#include "tokring.h"

#include <stdio.h>

#define SHOW(name) printf("%s %llu\n", #name, (unsigned long long)TOKRING_##name)

int main(void) {
  SHOW(MAGIC);
  SHOW(VERSION);
  SHOW(HEADER_BYTES);
  SHOW(SLOT_BYTES);
  SHOW(MAX_SLOTS);
  SHOW(MAX_CAP_WORDS);
  SHOW(MAX_BURST);
  SHOW(MAX_DRAFTED);
  SHOW(PROMPT_TOKENS);
  SHOW(RECORD_WORDS);
  SHOW(KIND_BURST);
  SHOW(KIND_END);
  SHOW(OFF_MAGIC);
  SHOW(OFF_VERSION);
  SHOW(OFF_HEADER_BYTES);
  SHOW(OFF_SLOTS);
  SHOW(OFF_CAP_WORDS);
  SHOW(OFF_SLOT_OFF);
  SHOW(OFF_RING_OFF);
  SHOW(OFF_TOTAL_BYTES);
  SHOW(OFF_MAX_BURST);
  SHOW(OFF_FLAGS);
  SHOW(OFF_STEP);
  SHOW(OFF_PRODUCER_NS);
  SHOW(OFF_PRODUCER_STATE);
  SHOW(OFF_PRODUCER_ERROR);
  SHOW(OFF_BEAT);
  SHOW(OFF_CONSUMER_BEAT);
  SHOW(OFF_STOP_ALL);
  SHOW(PRODUCER_LOCK);
  SHOW(CONSUMER_LOCK);
  SHOW(OFF_WR);
  SHOW(OFF_EPOCH_ECHO);
  SHOW(OFF_SLOT_STATE);
  SHOW(OFF_DRAFTED);
  SHOW(OFF_ACCEPTED);
  SHOW(OFF_STALLS);
  SHOW(OFF_PUBLISH_NS);
  SHOW(OFF_RD);
  SHOW(OFF_CANCEL_EPOCH);
  SHOW(OFF_EPOCH);
  SHOW(OFF_PROMPT_LEN);
  SHOW(OFF_SEED);
  SHOW(OFF_MAX_TOKENS);
  SHOW(OFF_DRAFT_TOKENS);
  SHOW(OFF_PROMPT);
  SHOW(EOS);
  SHOW(LENGTH);
  SHOW(CANCELLED);
  SHOW(ERROR);
  SHOW(ABSENT);
  SHOW(RUNNING);
  SHOW(CLOSED);
  SHOW(FAILED);
  SHOW(SLOT_IDLE);
  SHOW(SLOT_RUNNING);
  SHOW(SLOT_ENDED);
  printf("bytes(1,32,1) %llu\n", (unsigned long long)tokring_bytes(1, 32, 1));
  printf("bytes(4096,4096,8) %llu\n", (unsigned long long)tokring_bytes(4096, 4096, 8));
  printf("bytes(65536,16777216,65535) %llu\n",
         (unsigned long long)tokring_bytes(65536, 16777216, 65535));
  return 0;
}
