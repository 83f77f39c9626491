/* What every fuzzer needs. A fuzzer is one file: libFuzzer calls it with bytes, and it ends the
 * program where something is not as it must be. Like a unit test it names its sources in a line
 * 'uses:'. */
#ifndef VARTA_TESTS_FUZZ_H
#define VARTA_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                            \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition);  \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

#endif
