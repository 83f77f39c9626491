/* Writes random UUIDs. */
#include "lib/base/uuid.h"

#include "lib/base/log.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/random.h>

enum { BYTES = 16 };

void uuid_new(char out[UUID_SIZE])
{
	uint8_t b[BYTES];
	size_t at = 0;

	if (getrandom(b, sizeof(b), 0) != sizeof(b))
		fatal("getrandom");
	b[6] = (uint8_t)(0x40 | (b[6] & 0x0f)); /* version 4 */
	b[8] = (uint8_t)(0x80 | (b[8] & 0x3f)); /* variant 1 */
	for (size_t i = 0; i < BYTES; i++)
		at += (size_t)snprintf(out + at, UUID_SIZE - at, "%s%02x",
		                       i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", b[i]);
}
