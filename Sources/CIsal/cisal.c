#include "cisal.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

void *cisal_begin(int is_gzip) {
    struct inflate_state *state = calloc(1, sizeof *state);
    if (state) {
        isal_inflate_init(state);
        state->crc_flag = is_gzip ? ISAL_GZIP : ISAL_DEFLATE;
    }
    return state;
}

void cisal_end(void *inflater) { free(inflater); }

void cisal_reset(void *inflater) {
    struct inflate_state *state = inflater;
    uint8_t *next = state->next_in;
    uint32_t left = state->avail_in, flag = state->crc_flag;
    isal_inflate_reset(state);
    state->next_in = next;
    state->avail_in = left;
    state->crc_flag = flag;
}

void cisal_feed(void *inflater, uint8_t *input, uint32_t count) {
    struct inflate_state *state = inflater;
    state->next_in = input;
    state->avail_in = count;
}

uint32_t cisal_left(const void *inflater) { return ((const struct inflate_state *)inflater)->avail_in; }

uint8_t cisal_next(const void *inflater) { return *((const struct inflate_state *)inflater)->next_in; }

void cisal_skip(void *inflater) {
    struct inflate_state *state = inflater;
    state->next_in++;
    state->avail_in--;
}

int cisal_inflate(void *inflater, uint8_t *output, uint32_t room, uint32_t *written) {
    struct inflate_state *state = inflater;
    state->next_out = output;
    state->avail_out = room;
    int code = isal_inflate(state);
    *written = room - state->avail_out;
    if (code < 0 || code == ISAL_NEED_DICT) return -1;
    return state->block_state == ISAL_BLOCK_FINISH;
}
