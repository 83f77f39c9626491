/* Why a file cannot be written, for the person who named it. */
#ifndef VARTA_BASE_FILE_WHY_H
#define VARTA_BASE_FILE_WHY_H

/* That error number in plain words; good until the next call. */
const char *file_why(int error);

#endif
