/* What the routes lead to. Each answers the exchange, or lets it wait. */
#ifndef VARTA_SYNCD_OPEN311_HANDLERS_H
#define VARTA_SYNCD_OPEN311_HANDLERS_H

#include "syncd/http/http_request.h"

void handle_health(struct http_request *req);
void handle_discovery(struct http_request *req);
void handle_services(struct http_request *req);
void handle_service(struct http_request *req);
void handle_report(struct http_request *req);
void handle_comment(struct http_request *req);
void handle_requests(struct http_request *req);
void handle_request(struct http_request *req);
void handle_token(struct http_request *req);
void handle_updates(struct http_request *req);
void handle_subscribe(struct http_request *req);
void handle_confirm_page(struct http_request *req);
void handle_confirm(struct http_request *req);
void handle_end_page(struct http_request *req);
void handle_end(struct http_request *req);
void handle_bounce(struct http_request *req);
void handle_media_upload(struct http_request *req);
void handle_media_file(struct http_request *req);

#endif
