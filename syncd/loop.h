/* The one loop: everything that waits, waits here. */
#ifndef VARTA_SYNCD_LOOP_H
#define VARTA_SYNCD_LOOP_H

#include "syncd/core/syncd.h"

/* Runs until SIGTERM or SIGINT has drained the daemon; SIGHUP reads the sources and the keys anew.
 * signals is a signalfd of the three. */
void loop_run(struct syncd *syncd, int signals);

#endif
