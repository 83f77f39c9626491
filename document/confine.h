/* What a process gives up that lays out what others wrote: the network, other programs and other
 * processes, all files but those of fonts, and in the end time and memory. */
#ifndef VARTA_DOCUMENT_CONFINE_H
#define VARTA_DOCUMENT_CONFINE_H

#include <stdbool.h>

/* What one document may take, in seconds: of processor time, and of any. */
enum { CONFINE_CPU = 10, CONFINE_WALL = 20 };

/* For the process and its children: it may read below fonts, write nowhere, and begin nothing.
 * False, with errno, where that failed. */
bool confine_enter(const char *fonts);
/* For one document: both times, memory, and the size of what is written. A process that has used up
 * its time is ended by SIGXCPU or SIGALRM. */
bool confine_limit(void);

#endif
