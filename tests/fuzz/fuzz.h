/*
 * fuzz: what the fuzzers share. Each is a program of libFuzzer's under the sanitizers; make fuzz
 * builds them and runs each for SECONDS. tests/fuzz/corpus/NAME holds what they begin with, as
 * does what NAME_seed makes; NAME.dict has words to write into it.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "base/base.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* A promise that no input may break. */
#define FUZZ_MUST(x_)                                                                              \
    do {                                                                                           \
        if (!(x_)) {                                                                               \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #x_);                       \
            __builtin_trap();                                                                      \
        }                                                                                          \
    } while (0)

#endif
