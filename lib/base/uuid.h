/* Random UUIDs (RFC 4122, version 4): names that nobody else chooses or guesses. */
#ifndef VARTA_UUID_H
#define VARTA_UUID_H

enum { UUID_SIZE = 37 }; /* of the text, with its end */

/* Writes a new one, such as '0f8fad5b-d9cb-469f-a165-70867728950e'. Ends the program where the
 * system has no random bytes. */
void uuid_new(char out[UUID_SIZE]);

#endif
