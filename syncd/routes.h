/* Which path leads where: one table. */
#ifndef VARTA_SYNCD_ROUTES_H
#define VARTA_SYNCD_ROUTES_H

#include "syncd/http/http_request.h"

struct route {
	const char *method;
	const char *path; /* behind /open311/ or /open311/v2/, without .xml or .json; a last part
	                     of '*' stands for any, the exchange's key; or, with a slash in front,
	                     the whole path */
	void (*call)(struct http_request *req);
	bool quiet;  /* not in the log */
	bool secret; /* the last part stays out of the log: who has it may do something */
	bool upload; /* its body may be as long as a photo */
	bool raw;    /* neither query nor body are decoded */
};

/* Sets the exchange's route, format and key, or answers 404 or 405. */
void routes_find(struct http_request *req);

/* Decodes query and body and calls the route. */
void routes_run(struct http_request *req);

#endif
