/* What whoever has a paper finds at the address that is printed on it. */
#ifndef VARTA_SYNCD_DOCUMENT_HANDLERS_H
#define VARTA_SYNCD_DOCUMENT_HANDLERS_H

struct http_request;

void handle_document(struct http_request *req);

#endif
