// What is needed of ISA-L to unpack, without its state, which is larger than what Swift takes in.
#pragma once
#include <stdint.h>

// NULL where there is no memory. Without gzip the data are a bare deflate stream (RFC 1951).
void *cisal_begin(int is_gzip);
void cisal_end(void *inflater);
// Begins anew; input that is left stays.
void cisal_reset(void *inflater);

void cisal_feed(void *inflater, uint8_t *input, uint32_t count);
uint32_t cisal_left(const void *inflater);
// The next byte of the input, of which something must be left.
uint8_t cisal_next(const void *inflater);
void cisal_skip(void *inflater);

// 0: goes on; 1: has ended; -1: is damaged.
int cisal_inflate(void *inflater, uint8_t *output, uint32_t room, uint32_t *written);
