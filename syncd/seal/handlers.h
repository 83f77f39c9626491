/* The log over HTTP. The context of the requests is a struct seal_tree, NULL where nothing is
 * signed. */
#ifndef VARTA_SYNCD_SEAL_HANDLERS_H
#define VARTA_SYNCD_SEAL_HANDLERS_H

struct http_request;

/* GET /receipt/57-0a….json: what proves that the report is in the log. */
void handle_receipt(struct http_request *req);

#endif
