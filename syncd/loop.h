/* The one loop: everything that waits, waits here. It knows jobs, and not what they do. */
#ifndef VARTA_SYNCD_LOOP_H
#define VARTA_SYNCD_LOOP_H

#include "syncd/jobs.h"

#include <curl/curl.h>

/* Runs until SIGTERM or SIGINT has drained the daemon, which takes drain_ms at most; SIGHUP has the
 * jobs read their files anew. signals is a signalfd of these and SIGCHLD; multi is what the HTTP
 * client waits with. */
void loop_run(const struct jobs *jobs, CURLM *multi, int signals, int drain_ms);

#endif
