/* Keeps what a process knows, keys and residents' data, out of files and of other processes. */
#ifndef VARTA_COREDUMP_H
#define VARTA_COREDUMP_H

/* From now on no core is written, and nobody but root may read the memory of this process or trace
 * it; the same goes for its children until they execute something. To be called before anything
 * secret is read. */
void coredump_forbid(void);

#endif
