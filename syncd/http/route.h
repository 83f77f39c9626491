/* Which handler a path leads to: the daemon's table of routes is in syncd/routes.c. */
#ifndef VARTA_SYNCD_HTTP_ROUTE_H
#define VARTA_SYNCD_HTTP_ROUTE_H

#include "syncd/http/http_request.h"

struct route {
	const char *method;
	const char *path; /* behind /open311/ or /open311/v2/, without .xml or .json; a last part
	                     of '*' stands for any, the request's key; or, with a slash in front,
	                     the whole path */
	/* Answers the request, or lets it wait. */
	void (*handle)(struct http_request *req);
	/* Answers what is refused, where people read that; NULL: in the standard's shape. */
	void (*refuse)(struct http_request *req, int status);
	int part;    /* whose context the request gets */
	bool quiet;  /* not in the log */
	bool secret; /* the last part stays out of the log: who has it may do something */
	bool upload; /* its body may be as long as a photo */
	bool files;  /* photos may come with it, as files in multipart/form-data */
	bool attach; /* one photo may come with it, in multipart/form-data; the handler has it */
	bool raw;    /* neither query nor body are decoded */
};

/* Sets the request's route, context, format and key, or answers 404 or 405. */
void route_find(struct http_request *req);

/* Decodes query and body and calls the route's handler. */
void route_run(struct http_request *req);

#endif
