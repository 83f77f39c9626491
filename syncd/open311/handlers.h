/* What the routes lead to. Each answers the exchange, or lets it wait. */
#ifndef VARTA_SYNCD_OPEN311_HANDLERS_H
#define VARTA_SYNCD_OPEN311_HANDLERS_H

#include "syncd/http/http_request.h"

void call_health(struct http_request *ex);
void call_discovery(struct http_request *ex);
void call_services(struct http_request *ex);
void call_service(struct http_request *ex);
void call_report(struct http_request *ex);
void call_comment(struct http_request *ex);
void call_requests(struct http_request *ex);
void call_request(struct http_request *ex);
void call_token(struct http_request *ex);
void call_updates(struct http_request *ex);
void call_subscribe(struct http_request *ex);
void call_confirm_page(struct http_request *ex);
void call_confirm(struct http_request *ex);
void call_end_page(struct http_request *ex);
void call_end(struct http_request *ex);
void call_bounce(struct http_request *ex);
void call_media_upload(struct http_request *ex);
void call_media_file(struct http_request *ex);

#endif
