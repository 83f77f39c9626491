/* What a process gives up that lays out what others wrote: the network, other programs and other
 * processes, all files but those of fonts, and in the end time and memory. */
#ifndef VARTA_DOCUMENT_CONFINE_H
#define VARTA_DOCUMENT_CONFINE_H

#include <stdbool.h>

/* For the process and its children: it may read below fonts, write nowhere, and begin nothing.
 * False, with errno, where that failed. */
bool confine_enter(const char *fonts);
/* For one document: seconds, memory, and the size of what is written. */
void confine_limit(void);

#endif
