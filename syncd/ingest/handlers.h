/* POSTs of what is to be stored. The context of their requests is a struct ingest. */
#ifndef VARTA_SYNCD_INGEST_HANDLERS_H
#define VARTA_SYNCD_INGEST_HANDLERS_H

struct http_request;

void handle_report(struct http_request *req);
void handle_comment(struct http_request *req);

#endif
